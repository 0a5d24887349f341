import { runNode, stage } from "./stages.ts";

/** Everything that can be checked without running the project. Each check fails on its own, and all are run. */
const checks: [name: string, args: string[]][] = [
  ["Types", ["node_modules/typescript/bin/tsc", "--project", "."]],
  ["Lint", ["node_modules/oxlint/bin/oxlint", "--deny-warnings"]],
  ["Format", ["node_modules/oxfmt/bin/oxfmt", "--check"]],
  ["Unused code", ["node_modules/knip/bin/knip.js"]],
  [
    "Solidity lint",
    ["node_modules/solhint/solhint.js", "--disc", "--noPoster", "--max-warnings", "0", "contracts/**/*.sol"],
  ],
  ["Generated files", ["scripts/generate.ts", "--check"]],
  ["Migrations", ["node_modules/drizzle-kit/bin.cjs", "check"]],
];

await runNode(["node_modules/next/dist/bin/next", "typegen"]);
const results = await Promise.allSettled(checks.map(([name, args]) => stage(name, () => runNode(args))));
const failures = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
for (const failure of failures) console.error(`\n${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
