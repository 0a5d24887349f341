import "server-only";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { readFunds, type Funds } from "#lib/orders/accepting.ts";
import { queueOf } from "#lib/queue/order-queue.ts";
import { readChain, type ChainReading } from "./read-chain.ts";
import { readDatabase, type DatabaseReading } from "./read-database.ts";
import { reading } from "./reading.ts";

/** What was read of the parts, null where one did not answer. */
export type Readings = {
  database: DatabaseReading | null;
  chains: { chain: Chain; blocks: ChainReading | null; funds: Funds[] | null }[];
  /** How much is in the queue of each chain; undefined where there is no queue. */
  queue?: { chain: Chain; depth: number }[] | null;
};

/** @returns what reads all parts beside each other, each seldom */
export function openReadings(context: Context): () => Promise<Readings> {
  const { env, chains, log, senders } = context;
  const ofPart = <T>(part: string, read: () => Promise<T>) =>
    reading(read, (err) => log.debug({ part, err }, "not read for the metrics"));
  const accounts = senders.map(({ address }) => address);
  const database = ofPart("database", () => readDatabase(context));
  const ofChains = chains.map((chain) => ({
    chain,
    blocks: ofPart(`chain-${chain.id}`, async () => readChain(chain, accounts, await database())),
    funds: ofPart(`deployer-${chain.id}`, () => readFunds(context, chain)),
  }));
  const queue = ofPart("queue", () => readQueue(context));
  return async () => {
    const [known, queued, ...read] = await Promise.all([
      database(),
      env.DEPLOY_STRATEGY === "queue" ? queue() : undefined,
      ...ofChains.map(async ({ chain, blocks, funds }) => {
        const [height, held] = await Promise.all([blocks(), funds()]);
        return { chain, blocks: height, funds: held };
      }),
    ]);
    return { database: known, chains: read, ...(queued === undefined ? {} : { queue: queued }) };
  };
}

function readQueue(context: Context): Promise<{ chain: Chain; depth: number }[]> {
  return Promise.all(
    context.chains.map(async (chain) => ({ chain, depth: await queueOf(context).count(chain.id) })),
  );
}
