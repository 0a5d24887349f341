import { and, asc, eq, gt, max } from "drizzle-orm";
import { sql } from "drizzle-orm";
import type { Address, Hex, TransactionReceipt } from "viem";
import { transactions, type TransactionRow } from "#lib/base/schema.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { findReceipt, type ChainClient } from "../node/chain-client.ts";
import type { TestChain } from "../node/test-chain.ts";
import type { NodeKind } from "../plan/plan.ts";
import type { World } from "../world/world.ts";

/** Where a run began: what came before is not its own. */
export type Start = {
  blocks: Record<NodeKind, bigint>;
  /** What each Checkout holds that it has not earned. */
  openWei: Record<NodeKind, bigint>;
  transactionId: bigint;
};

export type Entry = { row: TransactionRow; receipt: TransactionReceipt | null };
export type Sent = { hash: Hex; nonce: number; to: Address | null; input: Hex };

/** The servers' account: what they journaled, and what the chain says that it sent. */
export type LaneBook = {
  journal: Entry[];
  sent: Sent[];
  lastNonce: number;
  minedCount: number;
  /** With those that wait to be mined. */
  pendingCount: number;
};

export type CheckoutBook = { balanceWei: bigint; earnedWei: bigint };

export async function readStart({ chains: { hardhat, anvil }, database }: World): Promise<Start> {
  const [last] = await database.select({ id: max(transactions.id) }).from(transactions);
  const blocks = {
    hardhat: await hardhat.client.getBlockNumber(),
    anvil: await anvil.client.getBlockNumber(),
  };
  const openWei = { hardhat: await readOpen(hardhat), anvil: await readOpen(anvil) };
  return { blocks, openWei, transactionId: last?.id ?? 0n };
}

export async function readLane(
  { database, sender }: World,
  { id, kind, client }: TestChain,
  start: Start,
): Promise<LaneBook> {
  const ours = and(eq(transactions.chainId, id), eq(transactions.sender, sender.address));
  const rows = await database
    .select()
    .from(transactions)
    .where(and(ours, gt(transactions.id, start.transactionId)))
    .orderBy(asc(transactions.id));
  const [last] = await database
    .select({ nonce: max(transactions.nonce) })
    .from(transactions)
    .where(ours);
  const [receipts, sent, minedCount, pendingCount] = await Promise.all([
    Promise.all(rows.map(({ hash }) => findReceipt(client, hash))),
    readSent(client, sender.address, start.blocks[kind]),
    client.getTransactionCount({ address: sender.address, blockTag: "latest" }),
    client.getTransactionCount({ address: sender.address, blockTag: "pending" }),
  ]);
  const journal = rows.map((row, index) => ({ row, receipt: receipts[index] ?? null }));
  return { journal, sent, lastNonce: last?.nonce ?? -1, minedCount, pendingCount };
}

async function readSent(client: ChainClient, sender: Address, since: bigint): Promise<Sent[]> {
  const head = await client.getBlockNumber();
  const numbers = Array.from({ length: Number(head - since) }, (_, index) => since + 1n + BigInt(index));
  const blocks = await Promise.all(
    numbers.map((blockNumber) => client.getBlock({ blockNumber, includeTransactions: true })),
  );
  return blocks
    .flatMap(({ transactions: mined }) => mined)
    .filter(({ from }) => from.toLowerCase() === sender.toLowerCase())
    .map(({ hash, nonce, to, input }) => ({ hash, nonce, to, input }));
}

export async function readCheckoutBook({ client, checkout }: TestChain): Promise<CheckoutBook> {
  const [balanceWei, earnedWei] = await Promise.all([
    client.getBalance({ address: checkout }),
    client.readContract({ address: checkout, abi: checkoutAbi, functionName: "earned" }),
  ]);
  return { balanceWei, earnedWei };
}

async function readOpen(chain: TestChain): Promise<bigint> {
  const { balanceWei, earnedWei } = await readCheckoutBook(chain);
  return balanceWei - earnedWei;
}

/** The servers' sessions that have kept a transaction or an advisory lock for more than a second. */
export async function readSessions({ database }: World): Promise<string[]> {
  const { rows } = await database.execute<{ found: string }>(sql`
    select format('%s (%s) is %s, in %s', application_name, pid, state, query) as found
    from pg_stat_activity
    where application_name like 'coinwright%' and state like 'idle in transaction%'
      and xact_start < now() - interval '1 second'
    union all
    select format('%s (%s) holds the advisory lock %s %s', application_name, pid, classid, objid)
    from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and granted and application_name like 'coinwright%'
      and coalesce(xact_start, 'epoch') < now() - interval '1 second'`);
  return rows.map(({ found }) => found);
}
