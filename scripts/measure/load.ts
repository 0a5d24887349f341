import { parseLocalEnv } from "#lib/base/env.ts";
import { Failure } from "#lib/local/failure.ts";
import { startPostgres } from "#lib/local/postgres.ts";
import type { Keep } from "#lib/local/process.ts";
import { soakLines, loadLines } from "../../e2e/load/report.ts";
import { runLoad } from "../../e2e/load/run-load.ts";
import { runSoak } from "../../e2e/load/run-soak.ts";
import { runCommand, stage } from "../support/command.ts";
import { flag, readOptions, value, wholeNumber } from "../support/options.ts";
import { buildApp } from "../support/programs.ts";

const options = readOptions({
  call: "npm run load -- [options]",
  about: `Asks one server for everything at once while people order, pay and get their tokens; or, with --soak, has it deliver
many paid orders as fast as it can. Fails where anything is answered that no document says, where a paid order is not
delivered, or where something grows that should not. Uses DATABASE_URL where it is set.`,
  options: {
    seconds: value("number", "for how long; 600", wholeNumber(5).default(600)),
    rate: value(
      "number",
      "requests a second, beside those of people who order; 60",
      wholeNumber(1).default(60),
    ),
    every: value("ms", "how often another person comes; 1000", wholeNumber(20).default(1_000)),
    soak: value("orders", "so many orders instead, such as 5000", wholeNumber(1).optional()),
    built: flag("takes the production build that is there"),
  },
});

await runCommand(async (keep) => {
  const { DATABASE_URL: postgresUrl = keep(await startPostgres()).url } = parseLocalEnv();
  if (!options.built) await stage("Production build", buildApp);
  const { lines, wrong } = options.soak
    ? await soak(keep, postgresUrl, options.soak)
    : await load(keep, postgresUrl);
  console.log(lines.join("\n"));
  if (wrong.length > 0) throw new Failure(wrong.join("\n"));
});

async function load(keep: Keep, postgresUrl: string) {
  const { seconds, rate, every: everyMs } = options;
  const result = await runLoad(keep, postgresUrl, { seconds, rate, everyMs });
  return { lines: loadLines(result), wrong: result.wrong };
}

async function soak(keep: Keep, postgresUrl: string, orders: number) {
  const result = await runSoak(keep, postgresUrl, orders);
  return { lines: soakLines(result), wrong: result.wrong };
}
