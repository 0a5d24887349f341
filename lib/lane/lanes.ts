import "server-only";
import { and, count, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Address } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Queryable } from "#lib/base/db.ts";
import type { Sender } from "#lib/base/keys/sender.ts";
import { forAMoment } from "#lib/base/moment.ts";
import { transactions } from "#lib/base/schema.ts";

/** After so long without a block taking it, what is first in a lane holds up what comes behind it. */
const PASSED_OVER_MS = 30_000;

/** One of the server's accounts, and what is in flight in its lane. */
export type LaneState = {
  sender: Sender;
  open: number;
  /** Whether blocks have passed over what is first in it. */
  isStuck: boolean;
  /** Whether its key has just failed to sign. */
  isFailing: boolean;
  /** What the account holds besides what its open transactions may cost, in wei. */
  freeWei: bigint;
};

/** Which of the server's accounts sends what is about a token, where it can: always the same one. */
export function chooseSender(senders: readonly Sender[], token: Address): Sender {
  const [sender] = fromItsOwn(senders, token);
  if (!sender) throw new Error("There is no account to deliver with.");
  return sender;
}

/**
 * The lanes that may send what is about a token, its own first. Of a single account nothing is asked: there is no choice.
 * @param head the block that the lanes are judged by
 */
export async function readLanes(
  database: Queryable,
  chain: Chain,
  senders: readonly Sender[],
  token: Address,
  head: { timestamp: bigint },
): Promise<LaneState[]> {
  if (senders.length === 1)
    return senders.map((sender) => ({ sender, open: 0, isStuck: false, isFailing: false, freeWei: 0n }));
  const [loads, balances] = await Promise.all([
    readLoads(database, chain, senders),
    Promise.all(senders.map(({ address }) => recentBalance(chain, address))),
  ]);
  const lanes = senders.map((sender, index) => {
    const load = loads.find(({ sender: address }) => address === sender.address);
    const balanceWei = balances[index] ?? 0n;
    return {
      sender,
      open: load?.open ?? 0,
      isStuck: load !== undefined && isPassedOver(load.firstAt, head),
      isFailing: sender.isFailing(),
      freeWei: balanceWei - BigInt(load?.mostCostWei ?? 0),
    };
  });
  return fromItsOwn(lanes, token);
}

/**
 * Which lanes to try, in order: those that have room. One that is stuck, can't sign or can't pay is passed over while another one
 * works, even one that is full. While none works all are tried: what is signed there goes out once its lane is mended.
 * @param costWei what the transaction may cost at most
 */
export function lanesToTry(
  lanes: readonly LaneState[],
  { depth, costWei }: { depth: number; costWei: bigint },
): LaneState[] {
  const working = lanes.filter(
    ({ isStuck, isFailing, freeWei }) => !isStuck && !isFailing && freeWei >= costWei,
  );
  const usable = working.length > 0 ? working : lanes;
  return usable.filter(({ open }) => open < depth);
}

const recently = forAMoment<bigint>();

/** What an account holds, at most a second ago. */
function recentBalance(chain: Chain, address: Address): Promise<bigint> {
  return recently(chain, address, () => chain.client.getBalance({ address }));
}

function readLoads(database: Queryable, chain: Chain, senders: readonly Sender[]) {
  const { chainId, sender, nonce, mostCostWei, createdAt, outcome } = transactions;
  const addresses = senders.map(({ address }) => address);
  return database
    .select({
      sender,
      open: count(),
      mostCostWei: sql<string>`coalesce(sum(${mostCostWei}), 0)`,
      firstAt: sql`(array_agg(${createdAt} order by ${nonce}))[1]`.mapWith(createdAt),
    })
    .from(transactions)
    .where(and(eq(chainId, chain.id), inArray(sender, addresses), isNull(outcome)))
    .groupBy(sender);
}

/** On a chain that stands still nothing is passed over. */
function isPassedOver(firstAt: Date, { timestamp }: { timestamp: bigint }): boolean {
  return Number(timestamp) * 1_000 > firstAt.getTime() + PASSED_OVER_MS;
}

/** In turn, from the one that a token's address points to. */
function fromItsOwn<T>(all: readonly T[], token: Address): T[] {
  const own = Number(BigInt(token) % BigInt(Math.max(1, all.length)));
  return [...all.slice(own), ...all.slice(0, own)];
}
