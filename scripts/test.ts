import { ensureBrowser } from "./browser.ts";
import { runNode, showNode, stage } from "./stages.ts";

try {
  await showNode(["--conditions=react-server", "scripts/check.ts"]);
  await stage("Browser", ensureBrowser);
  await stage("Production build", () => runNode(["node_modules/next/dist/bin/next", "build"]));
  await showNode(["node_modules/hardhat/dist/src/cli.js", "test", "solidity"]);
  await showNode(["node_modules/vitest/vitest.mjs", "run"]);
  await showNode(["--conditions=react-server", "scripts/e2e.ts"]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
