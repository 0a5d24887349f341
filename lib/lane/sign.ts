import "server-only";
import {
  keccak256,
  type Hex,
  type TransactionSerializableEIP1559,
  type TransactionSerializableLegacy,
} from "viem";
import type { Chain } from "#lib/base/chains.ts";
import { transactAfter, type Database, type Queryable } from "#lib/base/db.ts";
import type { Sender } from "#lib/base/keys/sender.ts";
import { SignerUnavailable } from "#lib/base/errors/unavailable.ts";
import { laneLock, lockKey } from "#lib/base/lock/lock-key.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { timeLock } from "#lib/base/telemetry/time-lock.ts";
import { capOf, type Fees } from "./fees.ts";
import { closeTransaction, insertTransaction, type Occupant, type Purpose } from "./journal.ts";
import { firstFreeNonce, occupiedNonces, type LaneView } from "./nonces.ts";
import { takingTurns } from "./turns.ts";

const LANE_TIMEOUT_MS = 5_000;

/** All of a transaction but its nonce; legacy where a chain has no EIP-1559. */
export type TransactionRequest = { gas: bigint } & Fees &
  (Omit<TransactionSerializableEIP1559, "nonce"> | Omit<TransactionSerializableLegacy, "nonce">);

type Signing = { chain: Chain; sender: Sender; purpose: Purpose; request: TransactionRequest };

/** What else is true from the moment when a transaction is signed, written together with it. */
export type Alongside = (transaction: Queryable, hash: Hex) => Promise<void>;

/** As much is in flight as may be, in the lane or in all of them. Nothing was signed. */
export class LaneFull extends Error {
  constructor() {
    super("As many transactions wait to be mined as may wait at once.");
    this.name = "LaneFull";
  }
}

/** A transaction that was just signed, and what was open before it in its lane. */
export type SignedNext = { transaction: TransactionRow; before: Occupant[] };

/**
 * Signs with the first nonce of the sender's that is free and stores the bytes, in one short transaction of its own.
 * The lane's lock makes two instances take turns, so that no nonce is handed out twice.
 * @param lane what the node says of the sender, and how many transactions may wait to be mined at once
 * @throws {LaneFull} if as many wait already
 * @throws {SignerUnavailable} if its key does not sign
 * @throws a unique violation if there is an open transaction of the same purpose already
 */
export async function signNext(
  database: Database,
  signing: Signing,
  { view, depth }: { view: LaneView; depth: number },
  alongside: Alongside,
): Promise<SignedNext> {
  const lane = { chainId: signing.chain.id, sender: signing.sender.address };
  const first = (transaction: Queryable) => occupiedNonces(transaction, lane, view);
  return inLane(database, signing, first, async (transaction, { open, taken }) => {
    if (open.length >= depth) throw new LaneFull();
    const nonce = firstFreeNonce(taken, view);
    const signed = await sign(transaction, signing, nonce, alongside);
    return { transaction: signed, before: open.filter((each) => each.nonce < nonce) };
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
  const first = (transaction: Queryable) =>
    closeTransaction(transaction, replaced, { outcome: "replaced", reason });
  return inLane(database, signing, first, async (transaction, isClosed) =>
    isClosed ? sign(transaction, signing, replaced.nonce, alongside) : null,
  );
}

/**
 * Signs with a nonce that no open transaction has.
 * @throws a unique violation if one has it by now
 */
export async function signAt(database: Database, signing: Signing, nonce: number): Promise<TransactionRow> {
  return inLane(
    database,
    signing,
    async () => undefined,
    (transaction) => sign(transaction, signing, nonce),
  );
}

/** @param first asks once the lane is this instance's, in the same round trip */
async function inLane<First, T>(
  database: Database,
  { chain, sender }: Signing,
  first: (transaction: Queryable) => Promise<First>,
  work: (transaction: Queryable, first: First) => Promise<T>,
): Promise<T> {
  const name = laneLock(chain.id, sender.address);
  const statements = [
    // Nobody holds the lane for longer than it takes to sign, unless it froze; then it loses its session.
    `set local lock_timeout = ${LANE_TIMEOUT_MS}`,
    `set local idle_in_transaction_session_timeout = ${LANE_TIMEOUT_MS}`,
    `select pg_advisory_xact_lock(${lockKey(name)})`,
  ];
  const timing = timeLock("lane");
  const timed = (transaction: Queryable, found: First) => {
    timing.acquired();
    return work(transaction, found);
  };
  // Whoever waits here for the lock of the database waits with one of its connections.
  const turn = takingTurns(name, () => transactAfter(database, { statements, first }, timed));
  return turn.finally(timing.ended);
}

async function sign(
  transaction: Queryable,
  { chain, sender, purpose, request }: Signing,
  nonce: number,
  alongside?: Alongside,
): Promise<TransactionRow> {
  const raw = await sender.signTransaction({ ...request, nonce }).catch((error: unknown) => {
    throw sender.isFailing() ? new SignerUnavailable(error) : error;
  });
  const hash = keccak256(raw);
  const slot = { chainId: chain.id, sender: sender.address, nonce };
  const mostCostWei = request.gas * capOf(request);
  const [stored] = await Promise.all([
    insertTransaction(transaction, { ...slot, ...purpose, hash, raw, mostCostWei }),
    alongside?.(transaction, hash),
  ]);
  return stored;
}
