import "server-only";
import { isDeepStrictEqual } from "node:util";
import { and, desc, eq, lt } from "drizzle-orm";
import { bytesToHex, type Address } from "viem";
import { chainOf } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { Conflict, NotFound } from "#lib/base/errors.ts";
import { orders, type NewOrderRow, type OrderRow } from "#lib/base/schema.ts";
import { initcodeOf, quoteNetworkWei, tokenAddress, tokenExists } from "#lib/checkout/checkout.ts";
import { chooseSender } from "#lib/lane/lane.ts";
import type { DeployStep } from "#lib/shared/steps.ts";
import { fromUnits, toUnits, type Order, type TokenBody, type TokenOrder } from "#lib/shared/token.ts";

/** A reorganisation may move what comes after an order to a block a little before it. */
const REORG_MARGIN = 64n;
const TAKEN = "A token exists at this address already. Choose another salt.";

/** An order, whether it is stored yet or not. */
export type Draft = NewOrderRow | OrderRow;

/** Stores an order before anybody is asked for money. The same body with the same salt is the same order. */
export async function placeOrder(
  context: Context,
  body: TokenBody,
): Promise<{ order: OrderRow; created: boolean }> {
  return saveOrder(context, await draftOrder(context, body));
}

/**
 * The order that this body stands for: the stored one where it was placed before, else a draft with its address and
 * price, of which nothing is stored yet.
 *
 * @throws {Conflict} if the salt belongs to another order, or a token exists at the address already
 */
export async function draftOrder(context: Context, body: TokenBody): Promise<Draft> {
  const chain = chainOf(context.chains, body.chainId);
  const salt = body.salt ?? bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  const order: TokenOrder = { ...body, owner: body.owner ?? body.deployer, chainId: chain.id, salt };
  if (body.salt) {
    const placed = await findBySalt(context, order);
    if (placed) return requireSame(placed, order);
  }
  const initcode = initcodeOf(order);
  const address = tokenAddress(chain.checkout, salt, initcode);
  const delivery = { checkout: chain.checkout, salt, initcode, deployer: order.deployer };
  const sender = chooseSender(context.env.DEPLOYER_PRIVATE_KEY, address).address;
  const [exists, head] = await Promise.all([
    tokenExists(chain, { ...delivery, address }),
    chain.client.getBlockNumber(),
  ]);
  if (exists) throw new Conflict(TAKEN);
  const networkWei = chain.feeWei === 0n ? 0n : await quoteNetworkWei(chain, sender, delivery);
  return {
    ...toColumns(order),
    ...delivery,
    address,
    feeWei: chain.feeWei,
    networkWei,
    placedBlock: head > REORG_MARGIN ? head - REORG_MARGIN : 0n,
  };
}

/** Stores a draft; of two at once that are the same order, one is stored and both get it. @throws {Conflict} */
export async function saveOrder(
  context: Context,
  draft: Draft,
): Promise<{ order: OrderRow; created: boolean }> {
  if (isStored(draft)) return { order: draft, created: false };
  const [created] = await context.database.insert(orders).values(draft).onConflictDoNothing().returning();
  if (created) return { order: created, created: true };
  const placed = await findBySalt(context, draft);
  if (!placed) throw new Conflict(TAKEN);
  return { order: requireSame(placed, fromColumns(draft)), created: false };
}

/** @throws {NotFound} */
export async function findOrder(
  context: Context,
  reference: { token: Address; chainId?: number | undefined },
): Promise<OrderRow> {
  const chain = chainOf(context.chains, reference.chainId);
  const order = await context.database.query.orders.findFirst({
    where: and(eq(orders.chainId, chain.id), eq(orders.address, reference.token)),
  });
  if (!order) throw new NotFound();
  return order;
}

type Page = { deployer?: Address | undefined; cursor?: bigint | undefined; limit: number };

/** Newest first, without initcode. `next` is the cursor of the following page, null on the last. */
export async function listOrders(
  context: Context,
  { deployer, cursor, limit }: Page,
): Promise<{ tokens: Order[]; next: string | null }> {
  const rows = await context.database.query.orders.findMany({
    where: and(
      deployer && eq(orders.deployer, deployer),
      cursor === undefined ? undefined : lt(orders.id, cursor),
    ),
    orderBy: desc(orders.id),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const tokens = page.map((row) => {
    const { initcode: _, ...token } = toOrder(row);
    return token;
  });
  return { tokens, next: rows.length > limit ? String(page.at(-1)?.id) : null };
}

/** Where the API answers an order. */
export function locationOf(context: Context, { address, chainId }: OrderRow): string {
  return `/api/tokens/${address}${context.chains.length > 1 ? `?chainId=${chainId}` : ""}`;
}

/** An order as the API answers it. A draft, which only a quote shows, counts as placed now. */
export function toOrder(row: Draft, step: DeployStep | null = null): Order {
  return {
    ...fromColumns(row),
    address: row.address,
    status: row.status ?? "awaiting_payment",
    price: String(row.feeWei + row.networkWei),
    priceParts: { fee: String(row.feeWei), network: String(row.networkWei) },
    checkout: row.checkout,
    initcode: row.initcode,
    payTx: row.payTx ?? null,
    deployTx: row.deployTx ?? null,
    blockNumber: row.blockNumber?.toString() ?? null,
    createdAt: (row.createdAt ?? new Date()).toISOString(),
    paidAt: row.paidAt?.toISOString() ?? null,
    deployedAt: row.deployedAt?.toISOString() ?? null,
    refundableAt: row.refundableAt?.toISOString() ?? null,
    failure: row.failure ?? null,
    step,
  };
}

/** Whether a draft is an order already. */
export function isStored(draft: Draft): draft is OrderRow {
  return "id" in draft;
}

function findBySalt(
  context: Context,
  { chainId, salt }: Pick<TokenOrder, "chainId" | "salt">,
): Promise<OrderRow | undefined> {
  return context.database.query.orders.findFirst({
    where: and(eq(orders.chainId, chainId), eq(orders.salt, salt)),
  });
}

function requireSame(placed: OrderRow, order: TokenOrder): OrderRow {
  if (!isDeepStrictEqual(toColumns(fromColumns(placed)), toColumns(order)))
    throw new Conflict("This salt belongs to another order. Choose another salt, or send the same order.");
  return placed;
}

function toColumns(order: TokenOrder) {
  return {
    chainId: order.chainId,
    name: order.name,
    symbol: order.symbol,
    decimals: order.decimals,
    supplyUnits: toUnits(order.supply, order.decimals),
    capUnits: order.cap === null ? null : toUnits(order.cap, order.decimals),
    burnable: order.features.burnable,
    mintable: order.features.mintable,
    pausable: order.features.pausable,
    owner: order.owner,
    deployer: order.deployer,
    salt: order.salt,
  };
}

function fromColumns(row: Draft): TokenOrder {
  const { chainId, name, symbol, decimals, owner, deployer, salt, burnable, mintable, pausable } = row;
  return {
    name,
    symbol,
    decimals,
    supply: fromUnits(row.supplyUnits, decimals),
    features: { burnable, mintable, pausable },
    cap: row.capUnits == null ? null : fromUnits(row.capUnits, decimals),
    owner,
    deployer,
    chainId,
    salt,
  };
}
