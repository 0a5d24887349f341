import "server-only";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { findPayment } from "#lib/checkout/events.ts";
import { readState, type CheckoutState } from "#lib/checkout/state.ts";
import { honourOffer } from "#lib/orders/offer.ts";
import { isPaymentNews, recordPayment } from "#lib/orders/payment.ts";
import { recordPayTx } from "#lib/orders/record.ts";
import { isStored, type QuotedOrder } from "#lib/orders/to-order.ts";
import { standingOf, type Standing } from "#lib/shared/standing.ts";
import { sharedByToken } from "./share.ts";
import type { Head } from "./sign-delivery.ts";

/** Where an order stands, and what the chain said of it. */
export type Look = {
  order: QuotedOrder;
  state: CheckoutState;
  standing: Standing;
  /** The last block at that moment. */
  head: Head;
  /** Ends once a payment that was recorded without its transaction is named, or can't be; never fails. */
  naming: Promise<void>;
};

const shared = sharedByToken<Look>();

/**
 * Looks where an order stands, and records a payment that was not recorded yet. It takes no lock; all of this process
 * who ask for the same order at the same moment share one look, so that asking costs nobody who has paid.
 */
export function lookAt(context: Context, chain: Chain, quoted: QuotedOrder): Promise<Look> {
  return shared(chain, quoted.address, () => lookAlone(context, chain, quoted));
}

async function lookAlone(context: Context, chain: Chain, quoted: QuotedOrder): Promise<Look> {
  const [head, state] = await Promise.all([chain.client.getBlock(), readState(chain, quoted)]);
  const seen = { state, head, naming: Promise.resolve() };
  if (!isStored(quoted)) return { ...seen, order: quoted, standing: standingOf(quoted, state) };
  const offered = await honourOffer(context, chain, quoted, state, head);
  const standing = standingOf(offered, state);
  if (standing !== "paid" || !isPaymentNews(offered, state)) return { ...seen, order: offered, standing };
  const order = await recordPayment(context.database, offered, state, null);
  return { ...seen, order, standing, naming: namePayment(context, chain, order) };
}

/** Finds by which transaction an order was paid. That takes a while, and nothing that is decided depends on it. */
async function namePayment({ database, log }: Context, chain: Chain, order: OrderRow): Promise<void> {
  try {
    const paid = await findPayment(chain, order);
    if (paid && order.paidAt) await recordPayTx(database, order, { payTx: paid.tx, paidAt: order.paidAt });
  } catch (error) {
    log.debug({ err: error, token: order.address }, "payment not named; who follows the events will name it");
  }
}
