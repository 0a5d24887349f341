import type { Hex } from "viem";
import type { StampTone } from "#app/_receipt/stamp.tsx";
import { isFree, type Order } from "#lib/shared/order.ts";

/** One thing that happens to an order. `at` and `tx` are null where it has none, or has not happened. */
export type Step = {
  name: string;
  tone: StampTone;
  isDone: boolean;
  at: string | null;
  tx: Hex | null;
  note: string | null;
};

/** An order's life in five stamps; a free one has no payment. @param confirmingTx a payment sent and not seen yet */
export function historyOf(order: Order, confirmingTx: Hex | null): Step[] {
  const isDeployed = order.status === "deployed";
  const isVerified = order.deployedAt !== null;
  const isPaid = order.paidAt !== null || order.payTx !== null || order.status === "paid";
  const payment: Step = {
    name: "Paid",
    tone: "green",
    isDone: isPaid,
    at: order.paidAt,
    tx: order.payTx ?? confirmingTx,
    note: confirmingTx && !isPaid ? "confirming" : null,
  };
  return [
    { name: "Ordered", tone: "blue", isDone: true, at: order.createdAt, tx: null, note: null },
    ...(isFree(order) ? [] : [payment]),
    {
      name: "Submitted",
      tone: "blue",
      isDone: isDeployed || order.deployTx !== null,
      at: null,
      tx: order.deployTx,
      note: null,
    },
    {
      name: "Deployed",
      tone: "green",
      isDone: isDeployed,
      at: order.deployedAt,
      tx: null,
      note: isDeployed && order.blockNumber !== null ? `block ${order.blockNumber}` : null,
    },
    {
      name: "Verified",
      tone: "green",
      isDone: isVerified,
      at: null,
      tx: null,
      note: isVerified ? "the chain says the same" : null,
    },
  ];
}
