import { chromium } from "@playwright/test";
import { Failure } from "#lib/local/failure.ts";
import { prepareChain, startChain } from "#lib/local/chain.ts";
import { freePort } from "#lib/local/free-port.ts";
import { createDatabase, startPostgres } from "#lib/local/postgres.ts";
import type { Keep } from "#lib/local/process.ts";
import { serverEnv, startServer } from "#lib/local/server.ts";
import { placeDeployed, placeUnpaid } from "../../e2e/pages/order-pages.ts";
import { measurePage, pageTable, type Measured } from "../../e2e/pages/measure-page.ts";
import { scriptLimits } from "../../e2e/pages/page-size.ts";
import { ensureBrowser, findBrowser } from "../support/browser.ts";
import { runCommand, stage } from "../support/command.ts";
import { flag, readOptions, value, wholeNumber } from "../support/options.ts";
import { buildApp } from "../support/programs.ts";

const REFUND_DELAY_SECONDS = 3_600;

const options = readOptions({
  call: "npm run lighthouse -- [options]",
  about: `What the pages weigh on a first visit, and Lighthouse's scores for them on a phone, of the production build on real
parts. Ends with 1 where a page is too heavy, or scores too low. "machine" is Lighthouse's measure of this processor:
about 1500 is what its slowdown of 4 is meant for, and below 800 a machine is as slow as a phone by itself.`,
  options: {
    runs: value(
      "number",
      "how often Lighthouse looks at each page; the median counts; 3",
      wholeNumber(1).default(3),
    ),
    slowdown: value(
      "times",
      "how many times slower the phone is than this machine; 4",
      wholeNumber(1).default(4),
    ),
    built: flag("takes the production build that is there"),
  },
});

await runCommand(async (keep) => {
  await ensureBrowser();
  if (!options.built) await stage("Production build", buildApp);
  const where = await stage("Server and its parts", () => startParts(keep));
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ["--no-sandbox", `--remote-debugging-port=${port}`],
  });
  keep({ stop: () => browser.close() });
  const pages = await stage("Orders to look at", async () => [
    { name: "form", path: "/", limit: scriptLimits.form },
    { name: "order, not paid", path: await placeUnpaid(where), limit: scriptLimits.order },
    { name: "order, deployed", path: await placeDeployed(where), limit: scriptLimits.order },
  ]);
  const measured: Measured[] = [];
  for (const { name, path, limit } of pages)
    measured.push(
      await stage(name, () =>
        measurePage(
          { browser, port, slowdown: options.slowdown, runs: options.runs },
          { name, url: where.url + path, limit },
        ),
      ),
    );
  console.log(`\n${pageTable(measured)}`);
  const misses = measured.flatMap(({ misses: each }) => each);
  if (misses.length > 0) throw new Failure(`Missed:\n${misses.map((miss) => `  ${miss}`).join("\n")}`);
});

async function startParts(keep: Keep): Promise<{ url: string; rpcUrl: string }> {
  const { url: postgresUrl } = keep(await startPostgres());
  const { rpcUrl } = keep(await startChain({ blockTimeMs: 1_000 }));
  const database = keep(await createDatabase(postgresUrl, "lighthouse"));
  const chain = await prepareChain(rpcUrl, REFUND_DELAY_SECONDS);
  const { url } = keep(
    await startServer("start", serverEnv({ databaseUrl: database.url, rpcUrl, ...chain })),
  );
  return { url, rpcUrl };
}
