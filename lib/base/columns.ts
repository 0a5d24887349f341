import { sql, type SQL } from "drizzle-orm";
import { bigint, numeric, text, timestamp, type AnyPgColumn } from "drizzle-orm/pg-core";
import type { Address, Hex } from "viem";

/** A uint256: amounts in base units or wei. */
export const uint256 = (name: string) => numeric(name, { precision: 78, scale: 0, mode: "bigint" });
export const address = (name: string) => text(name).$type<Address>();
export const hex = (name: string) => text(name).$type<Hex>();
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const chainId = () => bigint("chain_id", { mode: "number" }).notNull();
export const blockNumber = (name: string) => bigint(name, { mode: "bigint" });

export const isAddress = (column: AnyPgColumn): SQL => sql`${column} ~ '^0x[0-9a-fA-F]{40}$'`;
export const isHash = (column: AnyPgColumn): SQL => sql`${column} ~ '^0x[0-9a-f]{64}$'`;
