import { cpus } from "node:os";
import { findProgram } from "#lib/local/distribution/find-program.ts";
import type { Keep } from "#lib/local/process.ts";
import { inTurn } from "../../measure/in-turn.ts";
import { claimAtLeast, joined, median, orBecause, rowOf } from "../../measure/rows.ts";
import type { Findings, Measurement, Setting } from "../../measure/section.ts";
import { bare, contenders, describe, quickContenders, type Contender } from "./contenders.ts";
import { runContender, type Outcome } from "./run-contender.ts";

/** How often what is claimed is measured, beside what it is compared with; of the rest once says enough. */
const CLAIMED_ROUNDS = 3;

type Outcomes = Record<string, Outcome[]>;

/** Tokens a second where a block is made each second, beside what the chain takes at most. */
export const throughput: Measurement = {
  name: "throughput",
  title: "Tokens a second, with a block each second",
  run: async (keep, setting) => {
    const hasRedis = findProgram("redis-server") !== undefined;
    const notes = hasRedis ? [] : ["There is no redis-server here, so no queue in Redis was measured."];
    if (setting.isQuick) {
      const chosen = quickContenders({ hasRedis });
      return { ...compare(chosen, await measure(1, chosen, 30_000_000, keep, setting), 30_000_000), notes };
    }
    const parts: Findings[] = [];
    for (const gasLimit of [30_000_000, 60_000_000])
      parts.push(await compareAt(gasLimit, contenders({ hasRedis }), keep, setting));
    return { ...joined(parts), notes };
  },
};

async function compareAt(
  gasLimit: number,
  all: Contender[],
  keep: Keep,
  setting: Setting,
): Promise<Findings> {
  const claimed = await measure(CLAIMED_ROUNDS, all.filter(isClaimed), gasLimit, keep, setting);
  const others = all.filter((contender) => !isClaimed(contender));
  return compare(all, { ...claimed, ...(await measure(1, others, gasLimit, keep, setting)) }, gasLimit);
}

function isClaimed(contender: Contender): boolean {
  return contender === bare || contender.atLeast !== null;
}

function measure(
  rounds: number,
  chosen: Contender[],
  gasLimit: number,
  keep: Keep,
  setting: Setting,
): Promise<Outcomes> {
  const works = chosen.map((contender) => [
    contender.name,
    () => runContender(keep, setting, contender, gasLimit),
  ]);
  return inTurn(rounds, Object.fromEntries(works));
}

function compare(chosen: Contender[], outcomes: Outcomes, gasLimit: number): Findings {
  const where = `blocks of ${gasLimit / 1_000_000} M gas`;
  const rowFor = (contender: Contender) => {
    const rates = outcomes[contender.name]?.map(({ tokensPerSecond }) => tokensPerSecond);
    return rowOf(`${describe(contender)}, ${where}`, "tokens/s", rates ?? []);
  };
  const limit = rowFor(bare).median;
  const claims = chosen.flatMap((contender) => {
    if (contender.atLeast === null) return [];
    const what = `${contender.name} by bare viem, ${where}`;
    const claimed = claimAtLeast(what, rowFor(contender).median / limit, contender.atLeast);
    return orBecause(claimed, busyReason(outcomes, contender));
  });
  return { rows: chosen.map(rowFor), claims, notes: [] };
}

/** What the machine had to do, which chain, database, servers and clients share. */
function busyReason(outcomes: Outcomes, contender: Contender): string {
  const busy = ({ name }: Contender) =>
    `${Math.round(100 * median(outcomes[name]?.map(({ busyShare }) => busyShare) ?? []))} %`;
  const all = `All ${cpus().length} processors, chain and database included, were busy for ${busy(contender)} of the time, and for ${busy(bare)} with bare viem`;
  return `${all}. Processes that delivered, of which each uses one processor: ${contender.workers || 1}.`;
}
