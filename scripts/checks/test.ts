import { ensureBrowser } from "../support/browser.ts";
import { runCommand, stage } from "../support/command.ts";
import { ensureProgram } from "../support/distribution.ts";
import { flag, readOptions } from "../support/options.ts";
import { runNode, runNodeAside, showNode } from "../support/programs.ts";

const { deep } = readOptions({
  call: "npm test -- [options]",
  about: "Everything that has to hold before a change lands. Stops at what fails.",
  options: {
    deep: flag(
      "and what takes long: each fault, crowds, load, benchmarks, an image from nothing, every page in every look",
    ),
  },
});

await runCommand(async () => {
  await showNode("The check", ["--conditions=react-server", "scripts/checks/check.ts", "--quick"]);
  await showNode("The model", ["--conditions=react-server", "scripts/checks/model.ts", "--optional"]);
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
  const chosen = deep ? [] : ["--project", "!deep"];
  await showNode("A test", ["node_modules/vitest/vitest.mjs", "run", ...chosen]);
  const looks = deep ? ["--deep"] : [];
  await showNode("A test in the browser", ["--conditions=react-server", "scripts/checks/e2e.ts", ...looks]);
}
