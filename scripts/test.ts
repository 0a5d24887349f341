import { ensureBrowser } from "./support/browser.ts";
import { runCommand, stage } from "./support/command.ts";
import { ensureProgram } from "./support/distribution.ts";
import { readOptions } from "./support/options.ts";
import { runNode, runNodeAside, showNode } from "./support/programs.ts";

readOptions({
  call: "npm test",
  about: "Everything that checks the project. Stops at what fails.",
  options: {},
});

await runCommand(async () => {
  await showNode("The check", ["--conditions=react-server", "scripts/check.ts", "--quick"]);
  await showNode("The model", ["--conditions=react-server", "scripts/model.ts", "--optional"]);
  await stage("Browser", ensureBrowser);
  await stage("nginx, PgBouncer, Redis, Prometheus, and PostgreSQL's own backups", async () => {
    ensureProgram("redis-server", "redis-server");
    ensureProgram("nginx", "nginx");
    ensureProgram("pgbouncer", "pgbouncer");
    ensureProgram("pg_dump", "postgresql");
    ensureProgram("prometheus", "prometheus");
  });
  await stage("Production build", () => runNode("The build", ["scripts/build.ts"]));
  // Compiling the contracts takes minutes of a processor, and tests of servers mostly wait for blocks.
  await Promise.all([testContracts(), testApp()]);
});

async function testContracts(): Promise<void> {
  await stage("Generated files", () =>
    runNodeAside("The check of generated files", ["scripts/generate.ts", "--check"]),
  );
  await stage("Contracts", () =>
    runNodeAside("A test of the contracts", ["node_modules/hardhat/dist/src/cli.js", "test", "solidity"]),
  );
}

async function testApp(): Promise<void> {
  await showNode("A test", ["node_modules/vitest/vitest.mjs", "run"]);
  await showNode("A test in the browser", ["--conditions=react-server", "scripts/e2e.ts"]);
}
