import "server-only";
import { sql } from "drizzle-orm";
import {
  keccak256,
  type Address,
  type Hex,
  type TransactionSerializableEIP1559,
  type TransactionSerializableLegacy,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Chain } from "#lib/base/chains.ts";
import { transact, type Database, type Queryable } from "#lib/base/db.ts";
import { laneLock, lockKey } from "#lib/base/lock/lock-key.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { closeTransaction, countOpen, insertTransaction, type Purpose } from "./journal.ts";
import { firstFreeNonce, takenNonces, type LaneView } from "./nonces.ts";
import { takingTurns } from "./turns.ts";

const LANE_TIMEOUT_MS = 5_000;

/** All of a transaction but its nonce; legacy where a chain has no EIP-1559. */
export type TransactionRequest =
  | Omit<TransactionSerializableEIP1559, "nonce">
  | Omit<TransactionSerializableLegacy, "nonce">;

type Signing = { chain: Chain; sender: PrivateKeyAccount; purpose: Purpose; request: TransactionRequest };

/** What else is true from the moment when a transaction is signed, written together with it. */
export type Alongside = (transaction: Queryable, hash: Hex) => Promise<void>;

/** As much is in flight in the lane as it may hold. Nothing was signed. */
export class LaneFull extends Error {
  constructor(sender: Address) {
    super(`As many transactions of ${sender} wait to be mined as may wait at once.`);
    this.name = "LaneFull";
  }
}

/** Which of the server's accounts sends what is about a token: always the same one, so each account is a lane of its own. */
export function chooseSender(senders: readonly PrivateKeyAccount[], token: Address): PrivateKeyAccount {
  const sender = senders[Number(BigInt(token) % BigInt(senders.length))];
  if (!sender) throw new Error("There is no account to deliver with.");
  return sender;
}

/**
 * Signs with the first nonce of the sender's that is free and stores the bytes, in one short transaction of its own.
 * The lane's lock makes two instances take turns, so that no nonce is handed out twice.
 * @param lane what the node says of the sender, and how many transactions may wait to be mined at once
 * @throws {LaneFull} if as many wait already
 * @throws a unique violation if there is an open transaction of the same purpose already
 */
export async function signNext(
  database: Database,
  signing: Signing,
  { view, depth }: { view: LaneView; depth: number },
  alongside: Alongside,
): Promise<TransactionRow> {
  const lane = { chainId: signing.chain.id, sender: signing.sender.address };
  return inLane(database, signing, async (transaction) => {
    if ((await countOpen(transaction, lane)) >= depth) throw new LaneFull(lane.sender);
    const nonce = firstFreeNonce(await takenNonces(transaction, lane, view), view);
    return sign(transaction, signing, nonce, alongside);
  });
}

/**
 * Signs with the nonce of an open transaction, which it replaces.
 * @param reason why, for the operator
 * @returns null if that one has ended meanwhile; nothing is signed then
 * @throws a unique violation if there is an open transaction of the same purpose at another nonce
 */
export async function signAgain(
  database: Database,
  signing: Signing,
  { replaced, reason }: { replaced: TransactionRow; reason: string },
  alongside?: Alongside,
): Promise<TransactionRow | null> {
  return inLane(database, signing, async (transaction) => {
    if (!(await closeTransaction(transaction, replaced, { outcome: "replaced", reason }))) return null;
    return sign(transaction, signing, replaced.nonce, alongside);
  });
}

/**
 * Signs with a nonce that no open transaction has.
 * @throws a unique violation if one has it by now
 */
export async function signAt(database: Database, signing: Signing, nonce: number): Promise<TransactionRow> {
  return inLane(database, signing, (transaction) => sign(transaction, signing, nonce));
}

async function inLane<T>(
  database: Database,
  { chain, sender }: Signing,
  work: (transaction: Queryable) => Promise<T>,
): Promise<T> {
  const name = laneLock(chain.id, sender.address);
  // Whoever waits here for the lock of the database waits with one of its connections.
  return takingTurns(name, () =>
    transact(database, async (transaction) => {
      // Nobody holds the lane for longer than it takes to sign, unless it froze; then it loses its session.
      await transaction.execute(sql`
      select set_config('lock_timeout', ${String(LANE_TIMEOUT_MS)}, true),
             set_config('idle_in_transaction_session_timeout', ${String(LANE_TIMEOUT_MS)}, true)`);
      await transaction.execute(sql`select pg_advisory_xact_lock(${lockKey(name)})`);
      return work(transaction);
    }),
  );
}

async function sign(
  transaction: Queryable,
  { chain, sender, purpose, request }: Signing,
  nonce: number,
  alongside?: Alongside,
): Promise<TransactionRow> {
  const raw = await sender.signTransaction({ ...request, nonce });
  const slot = { chainId: chain.id, sender: sender.address, nonce };
  const stored = await insertTransaction(transaction, { ...slot, ...purpose, hash: keccak256(raw), raw });
  await alongside?.(transaction, stored.hash);
  return stored;
}
