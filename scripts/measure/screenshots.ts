import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { ensureBrowser } from "../support/browser.ts";
import { runCommand, stage } from "../support/command.ts";
import { flag, readOptions, value } from "../support/options.ts";
import { buildApp, showNode } from "../support/programs.ts";

const options = readOptions({
  call: "npm run screenshots -- [options]",
  about: `Pictures of every page in every state, in both languages, three widths and both themes. Each is also looked at by axe,
and for anything wider than the window.`,
  options: {
    out: value(
      "folder",
      "where they are written, over those of before; screenshots",
      z.string().default("screenshots"),
    ),
    built: flag("takes the production build that is there"),
  },
});

await runCommand(async () => {
  await ensureBrowser();
  if (!options.built) await stage("Production build", buildApp);
  const folder = resolve(options.out);
  await rm(folder, { recursive: true, force: true });
  const args = ["--conditions=react-server", "scripts/checks/e2e.ts", "--grep", "whoever looks"];
  await showNode("A look", args, { LOOKS_FOLDER: folder });
  console.log(`Written to ${folder}.`);
});
