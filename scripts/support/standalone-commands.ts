import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import { nodeFileTrace } from "@vercel/nft";
import { z } from "zod";
import { serverFile } from "#lib/local/build.ts";
import { root } from "#lib/local/process.ts";

const standalone = dirname(serverFile);
/** How `package.json` starts what runs beside servers; a server is `server.js` there. */
const BESIDE_SERVERS = /^node .*--env-file-if-exists=.env .*--conditions=react-server (scripts\/\S+\.ts)$/;

/**
 * Brings into the folder of the standalone server the commands that run beside it, such as `npm run worker` and
 * `npm run db:migrate`, with all that they import: Next.js brings only what routes import.
 */
export async function addCommands(): Promise<void> {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const files = Object.values(scripts).flatMap((script) => BESIDE_SERVERS.exec(script)?.[1] ?? []);
  const { fileList } = await nodeFileTrace(
    files.map((file) => join(root, file)),
    { base: root, conditions: ["react-server", "node", "import"], exportsOnly: true, readFile: readCode },
  );
  for (const folder of ["drizzle", "lib", "scripts"])
    rmSync(join(standalone, folder), { recursive: true, force: true });
  for (const file of fileList) {
    const copy = join(standalone, file);
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(join(root, file), copy, { verbatimSymlinks: true });
  }
}

/** What the tracer, which knows no types, reads of a file. @returns null where there is none */
async function readCode(path: string): Promise<string | null> {
  const isTyped = path.endsWith(".ts") && !path.includes("node_modules");
  const text = await readFile(path, "utf8").catch(() => null);
  return text !== null && isTyped ? stripTypeScriptTypes(text) : text;
}
