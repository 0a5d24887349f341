import type { OrderStatus } from "#lib/shared/order.ts";
import { Stamp, type StampTone } from "./stamp.tsx";

const stamps: Record<OrderStatus, { text: string; tone: StampTone }> = {
  awaiting_payment: { text: "Ordered", tone: "blue" },
  paid: { text: "Paid", tone: "green" },
  submitted: { text: "Submitted", tone: "blue" },
  deployed: { text: "Deployed", tone: "green" },
  failed: { text: "Refused", tone: "red" },
  refunded: { text: "Refunded", tone: "red" },
};

/** The stamp of where an order stands. */
export function StatusStamp({
  status,
  size,
  rotate,
}: {
  status: OrderStatus;
  size?: "small" | "large";
  rotate?: number;
}) {
  const { text, tone } = stamps[status];
  return (
    <Stamp key={status} tone={tone} size={size} rotate={rotate}>
      {text}
    </Stamp>
  );
}
