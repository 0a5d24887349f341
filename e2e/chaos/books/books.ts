import { isNull } from "drizzle-orm";
import type { Address, Hex } from "viem";
import { transactions } from "#lib/base/schema.ts";
import type { TestChain } from "../node/test-chain.ts";
import type { Customer } from "../world/customer.ts";
import type { World } from "../world/world.ts";
import { checkLane } from "./check-lane.ts";
import { checkOrder } from "./check-order.ts";
import { readCheckoutBook, readLane, readSessions, type Start } from "./read-lane.ts";
import { readEvents, readOrder, readRows, type CheckoutEvent } from "./read-order.ts";

/** What an audit is about: these customers, and all that the servers sent since the start. */
export type Books = {
  customers: Customer[];
  start: Start;
  /** Transactions that a fault signed with the servers' key. */
  foreign: ReadonlySet<Hex>;
  /** Accounts of attackers. */
  strangers: ReadonlySet<Address>;
};

/** Whether work is evidently left, as far as the database knows; much cheaper than the books. */
export async function isBusy(world: World, customers: Customer[]): Promise<boolean> {
  const rows = await readRows(world, customers);
  if (rows.some(({ status }) => status === "paid" || status === "submitted")) return true;
  const open = await world.database.select().from(transactions).where(isNull(transactions.outcome)).limit(1);
  return open.length > 0 || (await Promise.all(customers.map(hasPending))).includes(true);
}

/** Whether something that a customer has sent is in no block yet, which would be news to the next run. */
async function hasPending({ chain: { client }, wallet }: Customer): Promise<boolean> {
  const { address } = wallet.account;
  const [mined, known] = await Promise.all([
    client.getTransactionCount({ address, blockTag: "latest" }),
    client.getTransactionCount({ address, blockTag: "pending" }),
  ]);
  return known > mined;
}

/**
 * Compares what was ordered and paid with the database and the chain.
 * @returns every difference, in a sentence; none if all is right
 */
export async function audit(world: World, books: Books): Promise<string[]> {
  const [sessions, ...chains] = await Promise.all([
    readSessions(world),
    ...Object.values(world.chains).map((chain) => auditChain(world, chain, books)),
  ]);
  return [...chains.flat(), ...sessions];
}

async function auditChain(world: World, chain: TestChain, books: Books): Promise<string[]> {
  const { start, foreign, strangers } = books;
  const customers = books.customers.filter((customer) => customer.chain === chain);
  const [rows, events] = await Promise.all([
    readRows(world, customers),
    readEvents(chain, start.blocks[chain.kind]),
  ]);
  const rowOf = ({ plan }: Customer) => rows.find(({ salt }) => salt === plan.body.salt) ?? null;
  const [orders, lane, checkout] = await Promise.all([
    Promise.all(customers.map((customer) => readOrder(customer, rowOf(customer), events))),
    readLane(world, chain, start),
    readCheckoutBook(chain),
  ]);
  const open =
    orders.reduce((sum, { openWei }) => sum + openWei, start.openWei[chain.kind]) + openOf(strangers, events);
  const isBalanced = checkout.balanceWei === checkout.earnedWei + open;
  const wrong = [
    ...checkLane(lane, { checkout: chain.checkout, foreign }),
    ...(isBalanced
      ? []
      : [`Checkout has ${checkout.balanceWei} wei: ${checkout.earnedWei} earned, ${open} open.`]),
  ];
  return [
    ...orders.flatMap((order) => checkOrder(order, { sender: world.sender.address, strangers })),
    ...wrong.map((what) => `On ${chain.kind}: ${what}`),
  ];
}

/** What these payers have paid and not taken back. Nothing is ever delivered to them. */
function openOf(payers: ReadonlySet<Address>, events: CheckoutEvent[]): bigint {
  return events
    .filter(({ payer }) => payers.has(payer))
    .reduce((sum, { name, amountWei }) => (name === "Paid" ? sum + amountWei : sum - amountWei), 0n);
}
