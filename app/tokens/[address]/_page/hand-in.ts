import { placeOrder } from "#app/_client/orders-api.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { isOfThisVersion } from "#lib/shared/contract/check-order.ts";
import { readReceipt } from "#lib/shared/contract/receipt.ts";
import type { Order } from "#lib/shared/order.ts";

/** A receipt is some tens of kilobytes. */
const MOST_BYTES = 1_000_000;

/** Why a file is not handed in: it is no receipt, or one of another Checkout or other contracts. */
export type Unfit = "handInNone" | "handInFormer";

/** Places the order of a receipt. @returns it, or why it is not placed */
export async function handIn(file: File, chains: readonly PublicChain[]): Promise<Order | Unfit> {
  const receipt = file.size > MOST_BYTES ? null : readReceipt(await file.text());
  if (!receipt) return "handInNone";
  const chain = chains.find((each) => each.id === receipt.body.chainId);
  // The same body would be another order here, at another address.
  if (chain?.checkout !== receipt.checkout || !isOfThisVersion(receipt.initcode)) return "handInFormer";
  return placeOrder(receipt.body);
}
