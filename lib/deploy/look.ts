import "server-only";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { findPayment } from "#lib/checkout/events.ts";
import { readState, type CheckoutState } from "#lib/checkout/state.ts";
import { honourOffer } from "#lib/orders/offer.ts";
import { isPaymentNews, recordPayment } from "#lib/orders/payment.ts";
import { isStored, type QuotedOrder } from "#lib/orders/to-order.ts";
import { standingOf, type Standing } from "#lib/shared/standing.ts";
import { sharedByToken } from "./share.ts";

/** Where an order stands, and what the chain said of it. */
export type Look = { order: QuotedOrder; state: CheckoutState; standing: Standing };

const shared = sharedByToken<Look>();

/**
 * Looks where an order stands, and records a payment that was not recorded yet. It takes no lock; all of this process
 * who ask for the same order at the same moment share one look, so that asking costs nobody who has paid.
 */
export function lookAt(context: Context, chain: Chain, quoted: QuotedOrder): Promise<Look> {
  return shared(chain, quoted.address, () => lookAlone(context, chain, quoted));
}

async function lookAlone(context: Context, chain: Chain, quoted: QuotedOrder): Promise<Look> {
  const state = await readState(chain, quoted);
  if (!isStored(quoted)) return { order: quoted, state, standing: standingOf(quoted, state) };
  const offered = await honourOffer(context, chain, quoted, state);
  const standing = standingOf(offered, state);
  if (standing !== "paid" || !isPaymentNews(offered, state)) return { order: offered, state, standing };
  const paid = await findPayment(chain, offered);
  return { order: await recordPayment(context.database, offered, state, paid?.tx ?? null), state, standing };
}
