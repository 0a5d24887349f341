import "server-only";
import type { Env } from "#lib/base/env.ts";
import { deployerLock, GLOBAL_LOCK } from "#lib/base/lock-key.ts";
import type { QuotedOrder } from "#lib/orders/to-order.ts";

/** The name of the lock that an order's deploy takes. */
export function lockOf(
  strategy: Env["DEPLOY_STRATEGY"],
  { deployer }: Pick<QuotedOrder, "deployer">,
): string {
  switch (strategy) {
    case "global":
      return GLOBAL_LOCK;
    case "per-deployer":
      return deployerLock(deployer);
    default:
      throw new Error(`unknown strategy ${String(strategy satisfies never)}`);
  }
}
