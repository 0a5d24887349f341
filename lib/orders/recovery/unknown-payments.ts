import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Address } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { orders } from "#lib/base/schema.ts";
import { readFirstEvents, type CheckoutEvent } from "#lib/checkout/events.ts";
import { readState } from "#lib/checkout/state.ts";

const TOKENS_AT_ONCE = 500;

/** A payment for a token of which no order is known, and whether its token waits for it or was made. */
export type UnknownPayment = CheckoutEvent & { standing: "waits" | "delivered" };

/**
 * What was paid to a Checkout since a block for orders that the database does not know, oldest first. Anybody may pay
 * anything for any address: what is below the fee is left out.
 */
export async function* unknownPayments(
  context: Context,
  chain: Chain,
  fromBlock: bigint,
): AsyncGenerator<UnknownPayment, void> {
  const head = await chain.client.getBlockNumber();
  for (let from = fromBlock; from <= head;) {
    const read = await readFirstEvents(chain, chain.checkout, { from, to: head });
    const paid = read.events.filter(
      ({ name, amountWei }) => name === "Paid" && amountWei >= chain.serviceFeeWei,
    );
    for (let start = 0; start < paid.length; start += TOKENS_AT_ONCE)
      yield* unknownOf(context, chain, paid.slice(start, start + TOKENS_AT_ONCE));
    from = read.to + 1n;
  }
}

async function* unknownOf(
  { database }: Context,
  chain: Chain,
  paid: readonly CheckoutEvent[],
): AsyncGenerator<UnknownPayment, void> {
  const tokens = [...new Set(paid.map(({ token }) => token))];
  const stored = await database
    .select({ address: orders.address, deployer: orders.deployer })
    .from(orders)
    .where(and(eq(orders.chainId, chain.id), inArray(orders.address, tokens)));
  const known = new Set(stored.map(({ address, deployer }) => keyOf(address, deployer)));
  for (const payment of paid) {
    if (known.has(keyOf(payment.token, payment.payer))) continue;
    const identity = { address: payment.token, deployer: payment.payer, checkout: chain.checkout };
    const { openWei, buyer } = await readState(chain, identity);
    if (openWei > 0n) yield { ...payment, standing: "waits" };
    else if (buyer === payment.payer) yield { ...payment, standing: "delivered" };
  }
}

function keyOf(token: Address, payer: Address): string {
  return `${token} ${payer}`;
}
