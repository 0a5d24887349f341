import "server-only";
import type { Chain } from "#lib/base/chains.ts";
import type { Database } from "#lib/base/db.ts";
import type { Sender } from "#lib/base/keys/sender.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { currentFees, feesToReplace, type Fees } from "./fees.ts";
import { openTransactions, unlessTaken } from "./journal.ts";
import { occupiedNonces, type LaneView } from "./nonces.ts";
import { signAgain, signAt, type TransactionRequest } from "./sign.ts";

/** What a transaction is for that does nothing: its nonce is used, so that what follows can be mined. */
const purpose = { purpose: "nonce", orderId: null } as const;

/** Fills the nonces that nothing waits with: each would hold up everything after it. @returns how many it has filled */
export async function fillGaps(
  database: Database,
  chain: Chain,
  sender: Sender,
  view: LaneView,
): Promise<number> {
  const lane = { chainId: chain.id, sender: sender.address };
  const { taken } = await occupiedNonces(database, lane, view);
  const last = (await openTransactions(database, lane)).at(-1)?.nonce ?? 0;
  let filled = 0;
  for (let nonce = view.minedCount; nonce < last; nonce += 1) {
    if (taken.has(nonce)) continue;
    const request = await nothingRequest(chain, sender, await currentFees(chain));
    filled += await unlessTaken(() => signAt(database, { chain, sender, purpose, request }, nonce));
  }
  return filled;
}

/**
 * Replaces an open transaction by a transfer of nothing, with higher fees.
 * @param reason why, for the operator
 * @returns null if it has ended meanwhile, or would have to offer more than the chain's ceiling
 */
export async function replaceByNothing(
  database: Database,
  { chain, sender }: { chain: Chain; sender: Sender },
  replaced: TransactionRow,
  reason: string,
): Promise<TransactionRow | null> {
  const fees = await feesToReplace(chain, replaced);
  if (!fees) return null;
  const request = await nothingRequest(chain, sender, fees);
  return signAgain(database, { chain, sender, purpose, request }, { replaced, reason });
}

async function nothingRequest(chain: Chain, { address }: Sender, fees: Fees) {
  const gas = await chain.client.estimateGas({ account: address, to: address });
  return { chainId: chain.id, to: address, gas, ...fees } satisfies TransactionRequest;
}
