import { completeBuild, nextBuild, openBuild } from "#lib/local/build.ts";
import { runCommand } from "./support/command.ts";
import { readOptions } from "./support/options.ts";
import { showNode } from "./support/programs.ts";
import { addCommands } from "./support/standalone-commands.ts";

readOptions({
  call: "npm run build",
  about: `The production build, for any environment: nothing of it is read from variables. The folder .next/standalone then
holds all that a server, a worker and migrations need, and may be copied to where \`node server.js\` starts it.`,
  options: {},
});

await runCommand(async () => {
  await showNode("The build", nextBuild);
  completeBuild();
  await addCommands();
  openBuild();
});
