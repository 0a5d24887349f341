import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { contractName, kinds } from "#lib/shared/contract/kinds.ts";
import { compileContracts, readSources } from "./generate/compile.ts";
import { confusablesModule } from "./generate/confusables.ts";
import { abiModule, artifactsModule, creationsModule, sourcesModule } from "./generate/modules.ts";
import { tokenSource } from "./generate/solidity.ts";
import { kindsSource } from "./generate/test-kinds.ts";
import { flag, readOptions } from "./support/options.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const tokensPath = "contracts/token";

const { check: isCheck } = readOptions({
  call: "npm run contracts:generate",
  about:
    "Makes the token contracts from the table of features, what the app knows of them from what the compiler says, and the table of letters that look like Latin ones.",
  options: { check: flag("only says whether the files are up to date") },
});

/** Contents by path; null where there is to be no file. */
type Files = Record<string, string | null>;

const sources = {
  ...(await tokenFiles()),
  "contracts/test/Kinds.t.sol": kindsSource(),
  "lib/shared/names/confusables.ts": confusablesModule(),
};
const stale = await bringUpToDate(sources);
// Of sources that are stale there is nothing to learn.
if (!isCheck || stale.length === 0) stale.push(...(await bringUpToDate(await modules())));

if (isCheck && stale.length > 0) {
  console.error(`Stale: ${stale.join(", ")}. Run \`npm run contracts:generate\` and commit the result.`);
  process.exitCode = 1;
} else {
  console.log(
    stale.length === 0 ? "The generated files are up to date." : `Brought up to date: ${stale.join(", ")}.`,
  );
}

async function tokenFiles(): Promise<Files> {
  const present = (await readdir(join(root, tokensPath))).filter((name) => name.endsWith(".sol"));
  return {
    ...Object.fromEntries(present.map((name) => [`${tokensPath}/${name}`, null])),
    ...Object.fromEntries(
      kinds.map((kind) => [`${tokensPath}/${contractName(kind)}.sol`, tokenSource(kind)]),
    ),
  };
}

async function modules(): Promise<Files> {
  const { checkout, tokens, compiler } = await compileContracts(kinds.map(contractName).toSorted());
  return {
    "lib/shared/abi.ts": abiModule(checkout, tokens),
    "lib/shared/contract/creations.ts": creationsModule(tokens),
    "lib/checkout/artifacts.ts": artifactsModule(checkout, tokens, compiler),
    "lib/checkout/sources.ts": sourcesModule(await readSources()),
  };
}

/** Writes what differs, unless it is only to be checked. @returns the paths of what differed */
async function bringUpToDate(files: Files): Promise<string[]> {
  const differing: string[] = [];
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    const current = await readFile(file, "utf8").catch(() => null);
    if (current === content) continue;
    differing.push(path);
    if (isCheck) continue;
    await (content === null ? rm(file) : writeFile(file, content));
  }
  return differing;
}
