import { sql, type SQL } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  pgEnum,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { maxUint256 } from "viem";
import { type FeatureName, features } from "#lib/shared/features.ts";
import { orderStatuses } from "#lib/shared/order.ts";
import { address, blockNumber, chainId, hex, instant, isAddress, isHash, uint256 } from "./columns.ts";

/** Whether lists show an order: its deployer has paid for it, or it was free and is made. */
export const isListed = (order: { paidAt: AnyPgColumn; status: AnyPgColumn }): SQL =>
  sql`(${order.paidAt} is not null or ${order.status} = 'deployed')`;

const hasFeature = (column: AnyPgColumn, name: FeatureName): SQL =>
  sql`${column} @> array[${sql.raw(`'${name}'`)}]`;

const largest = sql.raw(maxUint256.toString());

export const orderStatus = pgEnum("order_status", orderStatuses);

export const orders = pgTable(
  "orders",
  {
    id: bigint("id", { mode: "bigint" }).generatedAlwaysAsIdentity().primaryKey(),
    chainId: chainId(),
    address: address("address").notNull(),
    status: orderStatus("status").notNull().default("awaiting_payment"),

    name: text("name").notNull(),
    symbol: text("symbol").notNull(),
    decimals: smallint("decimals").notNull(),
    supplyUnits: uint256("supply_units").notNull(),
    capUnits: uint256("cap_units"),
    /** A set, in the order of the table of features. */
    features: text("features").array().$type<FeatureName[]>().notNull(),
    owner: address("owner").notNull(),
    deployer: address("deployer").notNull(),
    salt: hex("salt").notNull(),

    checkout: address("checkout").notNull(),
    initcode: hex("initcode").notNull(),
    serviceFeeWei: uint256("fee_wei").notNull(),
    networkWei: uint256("network_wei").notNull(),
    /** Until when the price holds. */
    expiresAt: instant("expires_at").notNull(),
    /** The chain's height when the order was placed: nothing about it can have happened earlier. */
    placedBlock: blockNumber("placed_block").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),

    payTx: hex("pay_tx"),
    paidAt: instant("paid_at"),
    refundableAt: instant("refundable_at"),
    deployTx: hex("deploy_tx"),
    blockNumber: blockNumber("block_number"),
    deployedAt: instant("deployed_at"),
    failure: text("failure"),
    /** How often its delivery has failed since it last went well, and when to try again. */
    failures: smallint("failures").notNull().default(0),
    retryAt: instant("retry_at"),
    /** Since when it is held because gas costs too much for what was paid; null while it is not. */
    heldSince: instant("held_since"),
    /** What delivering it would have cost when that was last worked out. */
    heldCostWei: uint256("held_cost_wei"),
    /** The most that a unit of gas may cost for it to go on, in wei. */
    heldMostPerGas: uint256("held_most_per_gas"),
    /** Since when it waits in the queue; null while it is in none. */
    queuedAt: instant("queued_at"),
  },
  (order) => [
    unique("orders_chain_address").on(order.chainId, order.address),
    unique("orders_chain_salt").on(order.chainId, order.salt),
    // Lists show what was paid for, or made for nothing; what anybody may place is in nobody's list. Newest first is
    // their order from the end: in an index that is made for it drizzle puts nulls last, and then it is of no use.
    index("orders_listed").on(order.id).where(isListed(order)),
    index("orders_listed_of").on(order.deployer, order.id).where(isListed(order)),
    // Everybody's tokens, made last first.
    index("orders_recent")
      .on(order.deployedAt, order.id)
      .where(sql`${order.status} = 'deployed'`),
    index("orders_unfinished")
      .on(order.chainId, order.id)
      .where(sql`${order.status} in ('paid', 'submitted', 'failed')`),
    // Which Checkouts are still to be followed.
    index("orders_open")
      .on(order.chainId, order.checkout)
      .where(sql`${order.status} not in ('deployed', 'refunded')`),
    // What nobody has paid goes one day.
    index("orders_unpaid")
      .on(order.chainId, order.expiresAt)
      .where(sql`${order.status} = 'awaiting_payment'`),
    // Who waits in the queue, and who was there first.
    index("orders_queued")
      .on(order.chainId, order.queuedAt, order.id, order.address)
      .where(sql`${order.queuedAt} is not null`),
    index("orders_block").on(order.chainId, order.blockNumber),
    check("orders_address", isAddress(order.address)),
    check("orders_owner", isAddress(order.owner)),
    check("orders_deployer", isAddress(order.deployer)),
    check("orders_checkout", isAddress(order.checkout)),
    check("orders_salt", isHash(order.salt)),
    check("orders_initcode", sql`${order.initcode} ~ '^0x([0-9a-f]{2})+$'`),
    check("orders_decimals", sql`${order.decimals} between 0 and 18`),
    check("orders_supply", sql`${order.supplyUnits} between 1 and ${largest}`),
    check(
      "orders_features",
      sql`cardinality(${order.features}) = ${sql.join(
        features.map(({ name }) => sql`(${hasFeature(order.features, name)})::int`),
        sql` + `,
      )}`,
    ),
    ...features.flatMap(({ name, maximum }) => {
      if (!maximum) return [];
      const most = sql.raw(maximum.units.toString());
      return check(
        `orders_${name}_units`,
        sql`not ${hasFeature(order.features, name)} or greatest(${order.supplyUnits}, ${order.capUnits}) <= ${most}`,
      );
    }),
    check(
      "orders_cap",
      sql`${order.capUnits} is null or ((${sql.join(
        features.flatMap(({ name, argument }) => (argument ? hasFeature(order.features, name) : [])),
        sql` or `,
      )}) and ${order.capUnits} between ${order.supplyUnits} and ${largest})`,
    ),
    check("orders_price", sql`${order.serviceFeeWei} >= 0 and ${order.networkWei} >= 0`),
    check("orders_pay_tx", sql`${order.payTx} is null or ${isHash(order.payTx)}`),
    check("orders_deploy_tx", sql`${order.deployTx} is null or ${isHash(order.deployTx)}`),
    check(
      "orders_deployed",
      sql`${order.status} <> 'deployed' or (${order.deployTx} is not null and ${order.blockNumber} is not null and ${order.deployedAt} is not null)`,
    ),
    check("orders_submitted", sql`${order.status} <> 'submitted' or ${order.deployTx} is not null`),
    check("orders_paid", sql`${order.status} <> 'paid' or ${order.paidAt} is not null`),
    check(
      "orders_held",
      sql`num_nulls(${order.heldSince}, ${order.heldCostWei}, ${order.heldMostPerGas}) in (0, 3)`,
    ),
    check("orders_queued", sql`${order.queuedAt} is null or ${order.status} not in ('deployed', 'refunded')`),
    check("orders_failed", sql`(${order.status} = 'failed') = (${order.failure} is not null)`),
  ],
);

/**
 * How a transaction ended: `mined` and `reverted` are in a block; `replaced` lost its nonce to another one of the
 * journal, `abandoned` to one that is not ours, or it was given up.
 */
export const transactionOutcome = pgEnum("transaction_outcome", [
  "mined",
  "reverted",
  "replaced",
  "abandoned",
]);

/** What a transaction is for: to deliver an order, or only to use its nonce, so that what follows can be mined. */
export const transactionPurpose = pgEnum("transaction_purpose", ["delivery", "nonce"]);

/** The journal: every transaction that was ever signed, stored before it is broadcast, never deleted. */
export const transactions = pgTable(
  "transactions",
  {
    id: bigint("id", { mode: "bigint" }).generatedAlwaysAsIdentity().primaryKey(),
    purpose: transactionPurpose("purpose").notNull(),
    /** The order that a delivery is of. */
    orderId: bigint("order_id", { mode: "bigint" }).references(() => orders.id),
    chainId: chainId(),
    sender: address("sender").notNull(),
    nonce: bigint("nonce", { mode: "number" }).notNull(),
    hash: hex("hash").notNull(),
    /** The signed bytes, as they are broadcast. */
    raw: hex("raw").notNull(),
    /** The most that it may cost its sender, in wei; null for what was signed before this was noted. */
    mostCostWei: uint256("most_cost_wei"),
    /** How it ended; null while it may still be mined. */
    outcome: transactionOutcome("outcome"),
    /** Why it was replaced or abandoned, for the operator. */
    reason: text("reason"),
    /** The block it is in, while `outcome` is `mined` or `reverted`. */
    blockNumber: blockNumber("block_number"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (transaction) => [
    unique("transactions_chain_sender_nonce_hash").on(
      transaction.chainId,
      transaction.sender,
      transaction.nonce,
      transaction.hash,
    ),
    index("transactions_hash").on(transaction.hash),
    // What the sweep looks at: what may still be mined, and what was given up.
    index("transactions_unsettled")
      .on(transaction.chainId, transaction.sender)
      .where(sql`${transaction.outcome} is null or ${transaction.outcome} = 'abandoned'`),
    // Two instances that both lost the lock still can't sign two deliveries of one order.
    uniqueIndex("transactions_one_open_per_order")
      .on(transaction.orderId)
      .where(sql`${transaction.outcome} is null`),
    uniqueIndex("transactions_one_open_per_nonce")
      .on(transaction.chainId, transaction.sender, transaction.nonce)
      .where(sql`${transaction.outcome} is null`),
    check(
      "transactions_purpose",
      sql`(${transaction.purpose} = 'delivery') = (${transaction.orderId} is not null)`,
    ),
    check("transactions_sender", isAddress(transaction.sender)),
    check("transactions_hash", isHash(transaction.hash)),
    check("transactions_nonce", sql`${transaction.nonce} >= 0`),
  ],
);

export type OrderRow = typeof orders.$inferSelect;
export type NewOrderRow = typeof orders.$inferInsert;
export type TransactionRow = typeof transactions.$inferSelect;
