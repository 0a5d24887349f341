import "server-only";
import { sql } from "drizzle-orm";
import { orders } from "#lib/base/schema.ts";
import type { UndeliveredOrder } from "#lib/shared/status/status.ts";

/** What keeps an order that is paid from its token. */
export const undeliveredState = sql<UndeliveredOrder["state"]>`case
  when ${orders.heldSince} is not null then 'held'
  when ${orders.status} = 'failed' then 'failed'
  else 'waiting' end`;
