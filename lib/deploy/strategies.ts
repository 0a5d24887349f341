import "server-only";
import type { Context } from "#lib/base/context.ts";
import { chainLock, deployerLock, GLOBAL_LOCK } from "#lib/base/lock-key.ts";
import type { QuotedOrder } from "#lib/orders/to-order.ts";

/** The name of the lock that an order's deploy takes. */
export function lockOf(
  { env, chains }: Pick<Context, "env" | "chains">,
  { chainId, deployer }: Pick<QuotedOrder, "chainId" | "deployer">,
): string {
  switch (env.DEPLOY_STRATEGY) {
    case "global":
      return chains.length > 1 ? chainLock(chainId) : GLOBAL_LOCK;
    case "per-deployer":
      return deployerLock(deployer);
    default:
      throw new Error(`unknown strategy ${String(env.DEPLOY_STRATEGY satisfies never)}`);
  }
}
