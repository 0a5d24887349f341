import { ensureBrowser } from "./support/browser.ts";
import { runCommand, stage } from "./support/command.ts";
import { readOptions } from "./support/options.ts";
import { nextBuild, runNode, showNode } from "./support/programs.ts";

readOptions({
  call: "npm test",
  about: "Everything that checks the project. Stops at what fails.",
  options: {},
});

await runCommand(async () => {
  await showNode("The check", ["--conditions=react-server", "scripts/check.ts"]);
  await stage("Browser", ensureBrowser);
  await stage("Production build", () => runNode("The build", nextBuild));
  await showNode("A test of the contracts", ["node_modules/hardhat/dist/src/cli.js", "test", "solidity"]);
  await showNode("A test", ["node_modules/vitest/vitest.mjs", "run"]);
  await showNode("A test in the browser", ["--conditions=react-server", "scripts/e2e.ts"]);
});
