import { isFree, type Order, type OrderStatus } from "#lib/shared/order.ts";

const labels: Record<OrderStatus, string> = {
  awaiting_payment: "Waiting for payment",
  paid: "Paid",
  submitted: "Submitted to the network",
  deployed: "Deployed",
  failed: "Not deployed",
  refunded: "Refunded",
};

function labelOf(order: Order): string {
  return order.status === "awaiting_payment" && isFree(order) ? "Ordered" : labels[order.status];
}

/** Where the order stands, said aloud when it changes. @param status as the server has recorded it */
export function StatusLine({ status, shown }: { status: OrderStatus; shown: Order }) {
  return (
    <p
      role="status"
      data-testid="order-status"
      data-status={status}
      className="mb-5 font-mono text-[0.8125rem] tracking-wide text-muted"
    >
      {shown.symbol} · {labelOf(shown)}
    </p>
  );
}
