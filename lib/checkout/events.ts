import "server-only";
import {
  getAbiItem,
  pad,
  parseEventLogs,
  toEventSelector,
  type Address,
  type Hex,
  type Log,
  type LogTopic,
} from "viem";
import type { Chain } from "#lib/base/chains.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { readFirst, readLast, type LogFilter, type Range } from "./read-logs.ts";

/** How many reads one order's history may take, however few blocks the node takes at once. */
const HISTORY_READS = 12;

const NAMES = ["Paid", "Delivered", "Refunded"] as const;
const SELECTORS = NAMES.map((name) => toEventSelector(getAbiItem({ abi: checkoutAbi, name })));

/** What a Checkout said of a token. */
export type CheckoutEvent = {
  name: (typeof NAMES)[number];
  token: Address;
  payer: Address;
  amountWei: bigint;
  tx: Hex;
  blockNumber: bigint;
};

/** What was said in a part of a range. */
export type EventsInRange = Range & { events: CheckoutEvent[] };

type Source = { checkout: Address; address: Address; deployer: Address; placedBlock: bigint };

/** The transaction by which something came to be. */
export type Mined = { tx: Hex; blockNumber: bigint };

/**
 * The last payment of an order's payer, as far as the node's log shows it and a few reads go back. Never decide by what
 * is missing: a log may lag behind the state. What is not found is recorded by who follows the events.
 */
export async function findPayment(chain: Chain, order: Source): Promise<CheckoutEvent | null> {
  for await (const events of backwards(chain, order, await chain.client.getBlockNumber())) {
    const paid = events.findLast(({ name, payer }) => name === "Paid" && payer === order.deployer);
    if (paid) return paid;
  }
  return null;
}

/**
 * The first delivery of an order's token, of which the same is true as of {@link findPayment}: an earlier one, which
 * created the token, may be too far back. One that follows it can only have taken a payment.
 * @param latest the block it was made in at the latest; by default the last one
 */
export async function findFirstDelivery(chain: Chain, order: Source, latest?: bigint): Promise<Mined | null> {
  let first: Mined | null = null;
  for await (const events of backwards(chain, order, latest ?? (await chain.client.getBlockNumber())))
    first = events.find(({ name }) => name === "Delivered") ?? first;
  return first;
}

/** What a Checkout said of an order's token since it was placed: the newest part first, oldest first in each. */
async function* backwards(chain: Chain, order: Source, latest: bigint): AsyncGenerator<CheckoutEvent[]> {
  const filter = filterOf(order.checkout, pad(order.address));
  let to = latest;
  for (let reads = 0; reads < HISTORY_READS && to >= order.placedBlock; reads += 1) {
    const { logs, range } = await readLast(chain, filter, { from: order.placedBlock, to });
    yield toEvents(logs);
    to = range.from - 1n;
  }
}

/** All that a Checkout said in the first blocks of a range, as many as the node takes at once, oldest first. */
export async function readFirstEvents(chain: Chain, checkout: Address, range: Range): Promise<EventsInRange> {
  const part = await readFirst(chain, filterOf(checkout), range);
  return { ...part.range, events: toEvents(part.logs) };
}

/** The same of the last blocks of a range. */
export async function readLastEvents(chain: Chain, checkout: Address, range: Range): Promise<EventsInRange> {
  const part = await readLast(chain, filterOf(checkout), range);
  return { ...part.range, events: toEvents(part.logs) };
}

function filterOf(checkout: Address, ...tokens: LogTopic[]): LogFilter {
  return { address: checkout, topics: [SELECTORS, ...tokens] };
}

function toEvents(logs: Log[]): CheckoutEvent[] {
  return parseEventLogs({ abi: checkoutAbi, logs, eventName: [...NAMES] }).flatMap((event) => {
    const { transactionHash: tx, blockNumber } = event;
    if (tx === null || blockNumber === null) return [];
    const { token, payer, amount: amountWei } = event.args;
    return [{ name: event.eventName, token, payer, amountWei, tx, blockNumber }];
  });
}
