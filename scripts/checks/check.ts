import { Failure } from "#lib/local/failure.ts";
import { auditPackages } from "../support/audit.ts";
import { runCommand, stage } from "../support/command.ts";
import { flag, readOptions } from "../support/options.ts";
import { runNode } from "../support/programs.ts";

const { quick } = readOptions({
  call: "npm run check",
  about:
    "Everything that can be checked without running the project. Each check fails on its own, and all are run.",
  options: { quick: flag("leaves out the generated files, for which contracts may have to be compiled") },
});

const checks: [name: string, args: string[]][] = [
  ["Types", ["node_modules/typescript/bin/tsc", "--project", "."]],
  ["Lint", ["node_modules/oxlint/bin/oxlint", "--deny-warnings"]],
  ["Format", ["node_modules/oxfmt/bin/oxfmt", "--check"]],
  ["Unused code", ["node_modules/knip/bin/knip.js"]],
  [
    "Solidity lint",
    ["node_modules/solhint/solhint.js", "--disc", "--noPoster", "--max-warnings", "0", "contracts/**/*.sol"],
  ],
  ["Secrets", ["node_modules/secretlint/bin/secretlint.js", "**/*"]],
  ["Migrations", ["node_modules/drizzle-kit/bin.cjs", "check"]],
];
if (!quick) checks.push(["Generated files", ["scripts/generate.ts", "--check"]]);

await runCommand(async () => {
  await runNode("The generation of types", ["node_modules/next/dist/bin/next", "typegen"]);
  const results = await Promise.allSettled([
    ...checks.map(([name, args]) => stage(name, () => runNode(`"${name}"`, args))),
    stage("Packages", auditPackages),
  ]);
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  const output = failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
  if (failures.length > 0)
    throw new Failure(`${failures.length} of ${results.length} checks failed. Mend what stands above.`, {
      output: output.join("\n\n"),
    });
});
