import "server-only";
import type { NewOrderRow, OrderRow } from "#lib/base/schema.ts";
import { chosenFeatures, onlyFeatures } from "#lib/shared/features.ts";
import type { Hold, Order, TokenOrder } from "#lib/shared/order.ts";
import type { Publication } from "#lib/shared/publication.ts";
import type { DeployStep } from "#lib/shared/steps.ts";
import { fromUnits, toUnits } from "#lib/shared/amounts/units.ts";

/** An order with its address and price, whether it is placed yet or not. */
export type QuotedOrder = NewOrderRow | OrderRow;

/** What is most of an order's size, and of use only where its code is checked or delivered. */
type WithoutCode<Row> = Omit<Row, "initcode">;

/** An order as the API answers it. One that is only quoted counts as placed now. */
export function toOrder(row: QuotedOrder, now: Now = {}): Order {
  return { ...toListedOrder(row, now), initcode: row.initcode };
}

/** What is known of an order that its row does not say. */
type Now = { step?: DeployStep | null; position?: number | null; publications?: Publication[] };

/** The same as lists have it, without its code. */
export function toListedOrder(
  row: WithoutCode<NewOrderRow> | WithoutCode<OrderRow>,
  { step = null, position = null, publications }: Now = {},
): WithoutCode<Order> {
  return {
    ...fromColumns(row),
    address: row.address,
    status: row.status ?? "awaiting_payment",
    price: String(row.serviceFeeWei + row.networkWei),
    priceParts: { fee: String(row.serviceFeeWei), network: String(row.networkWei) },
    expiresAt: row.expiresAt.toISOString(),
    checkout: row.checkout,
    payTx: row.payTx ?? null,
    deployTx: row.deployTx ?? null,
    blockNumber: row.blockNumber?.toString() ?? null,
    createdAt: (row.createdAt ?? new Date()).toISOString(),
    paidAt: row.paidAt?.toISOString() ?? null,
    deployedAt: row.deployedAt?.toISOString() ?? null,
    refundableAt: row.refundableAt?.toISOString() ?? null,
    failure: row.failure ?? null,
    hold: holdOf(row),
    position,
    step,
    ...(publications && { publications }),
  };
}

function holdOf({
  heldSince,
  heldCostWei,
  networkWei,
  retryAt,
}: WithoutCode<NewOrderRow> | WithoutCode<OrderRow>): Hold | null {
  if (!heldSince) return null;
  return {
    reason: "gas_price",
    cost: String(heldCostWei),
    paid: String(networkWei),
    since: heldSince.toISOString(),
    retryAt: retryAt?.toISOString() ?? null,
  };
}

/** Whether an order is placed already. */
export function isStored(quoted: QuotedOrder): quoted is OrderRow {
  return "id" in quoted;
}

/** What of an order its row keeps as it was ordered. */
export function toColumns(order: TokenOrder) {
  return {
    chainId: order.chainId,
    name: order.name,
    symbol: order.symbol,
    decimals: order.decimals,
    supplyUnits: toUnits(order.supply, order.decimals),
    capUnits: order.cap === null ? null : toUnits(order.cap, order.decimals),
    features: chosenFeatures(order.features).map(({ name }) => name),
    owner: order.owner,
    deployer: order.deployer,
    salt: order.salt,
  };
}

/** What was ordered, as it was ordered. */
export function fromColumns(row: WithoutCode<NewOrderRow>): TokenOrder {
  const { chainId, name, symbol, decimals, owner, deployer, salt } = row;
  return {
    name,
    symbol,
    decimals,
    supply: fromUnits(row.supplyUnits, decimals),
    features: onlyFeatures(...row.features),
    cap: row.capUnits == null ? null : fromUnits(row.capUnits, decimals),
    owner,
    deployer,
    chainId,
    salt,
  };
}
