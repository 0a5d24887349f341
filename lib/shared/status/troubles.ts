import type { Account, ChainStatus, Status, UndeliveredOrder } from "./status.ts";

/** From where on somebody has to look; the alerts of `docs/ops` have the same. */
export const troubleLimits = { waitingSeconds: 600, inFlightSeconds: 300, lagSeconds: 300, deliveries: 20 };

/** Something that is stuck, or soon will be. */
export type Trouble =
  | { kind: "orderWaiting" | "orderHeld" | "orderFailed"; order: UndeliveredOrder }
  | { kind: "laneStuck" | "nonceGap" | "balanceLow"; chainId: number; account: Account }
  | { kind: "cursorBehind" | "chainUnreachable"; chainId: number; seconds: number | null }
  | { kind: "databaseUnreachable" };

/** All that is wrong by what is known, the gravest first. */
export function troublesOf({ chains, undelivered }: Status): Trouble[] {
  return [
    ...(undelivered === null ? [{ kind: "databaseUnreachable" } as const] : []),
    ...chains.flatMap(ofChain),
    ...(undelivered ?? []).flatMap(ofOrder),
  ];
}

function ofChain({ id: chainId, headAgeSeconds, lagSeconds, accounts }: ChainStatus): Trouble[] {
  const troubles: Trouble[] = [];
  if (headAgeSeconds === null) troubles.push({ kind: "chainUnreachable", chainId, seconds: null });
  for (const account of accounts) {
    if ((account.oldestSeconds ?? 0) > troubleLimits.inFlightSeconds)
      troubles.push({ kind: "laneStuck", chainId, account });
    if ((account.nonceGap ?? 0) > 0) troubles.push({ kind: "nonceGap", chainId, account });
    if (account.deliveries !== null && account.deliveries < troubleLimits.deliveries)
      troubles.push({ kind: "balanceLow", chainId, account });
  }
  if (lagSeconds !== null && lagSeconds > troubleLimits.lagSeconds)
    troubles.push({ kind: "cursorBehind", chainId, seconds: lagSeconds });
  return troubles;
}

function ofOrder(order: UndeliveredOrder): Trouble[] {
  switch (order.state) {
    case "waiting":
      return order.seconds > troubleLimits.waitingSeconds ? [{ kind: "orderWaiting", order }] : [];
    case "held":
      return [{ kind: "orderHeld", order }];
    case "failed":
      return [{ kind: "orderFailed", order }];
    default:
      throw new Error("unknown state", { cause: order.state satisfies never });
  }
}
