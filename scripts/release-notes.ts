import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Failure } from "#lib/local/failure.ts";
import { root } from "#lib/local/process.ts";
import { sectionOf } from "./support/changelog.ts";
import { runCommand } from "./support/command.ts";
import { readOptions, value } from "./support/options.ts";

const { tag } = readOptions({
  call: "npm run release:notes -- --tag <tag>",
  about: "Prints what the changelog says of a version, which must be the package's own.",
  options: {
    tag: value("tag", "such as v1.2.3", z.string().regex(/^v\d+\.\d+\.\d+$/, "must be such as v1.2.3")),
  },
});

await runCommand(async () => {
  const version = tag.slice(1);
  const packaged = z.object({ version: z.string() }).parse(JSON.parse(read("package.json"))).version;
  if (packaged !== version)
    throw new Failure(`The package is of version ${packaged}. Tag that, or run: npm version ${version}`);
  const notes = sectionOf(read("CHANGELOG.md"), version);
  if (notes === null)
    throw new Failure(`CHANGELOG.md has no section of ${version}. Give what is unreleased that heading.`);
  console.log(notes);
});

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
