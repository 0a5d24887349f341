import { expect, test } from "vitest";
import { exampleOrder } from "#lib/shared/example-order.ts";
import type { Order } from "#lib/shared/order.ts";
import type { SentPayment } from "./sent-payment.ts";
import { isDeliverable, openPaymentOf, shownOrder, stageOf, type Known } from "./stage.ts";
import type { Payment } from "./use-payment.ts";

const hash = `0x${"ab".repeat(32)}` as const;
const order: Order = { ...exampleOrder, salt: hash, price: "30", priceParts: { fee: "10", network: "20" } };
const unpaid: Payment = {
  amountWei: 0n,
  paidAt: null,
  refundableAt: null,
  isRefundable: false,
  tokenExists: false,
  refundDelaySeconds: 3600,
};
const paid = { ...unpaid, amountWei: 30n, paidAt: new Date(order.expiresAt) };
const late = { ...paid, paidAt: new Date("2026-01-01T00:15:01.000Z") };
const sent: SentPayment = { hash, sentAt: 0, nonce: null, isUnseen: false, ended: null };
const checked: Known = { order, payment: unpaid, differences: [], sent: undefined, isAccepted: true };

function nameOf(change: Partial<Known>): string {
  return stageOf({ ...checked, ...change }).name;
}

function isOffered(change: Partial<Known>): boolean {
  const known = { ...checked, ...change };
  return isDeliverable(known, stageOf(known));
}

function txOf(change: Partial<Known>): string | null {
  const known = { ...checked, payment: paid, ...change };
  return shownOrder(known, stageOf(known)).payTx;
}

function openOf(change: Partial<Known>): string | null {
  const known = { ...checked, ...change };
  return openPaymentOf(known, stageOf(known));
}

test("money is asked for only once chain and code are checked and nothing is on its way", () => {
  expect(nameOf({})).toBe("pay");
  expect(nameOf({ payment: undefined })).toBe("checking");
  expect(nameOf({ differences: undefined })).toBe("checking");
  expect(nameOf({ differences: ["owner"] })).toBe("differs");
  expect(nameOf({ differences: ["checkout"], payment: undefined })).toBe("differs");
  expect(nameOf({ sent })).toBe("confirming");
  expect(nameOf({ payment: { ...unpaid, amountWei: 29n } })).toBe("underpaid");
  expect(nameOf({ payment: paid, differences: ["owner"] })).toBe("deploy");
});

test("a payment that no node knows, or that was replaced, keeps nobody from paying; one that the chain has does", () => {
  expect(nameOf({ sent: { ...sent, isUnseen: true } })).toBe("pay");
  expect(nameOf({ sent: { ...sent, nonce: 3, ended: "replaced" } })).toBe("pay");
  expect(nameOf({ sent: { ...sent, isUnseen: true }, payment: paid })).toBe("deploy");
  expect(nameOf({ sent: { ...sent, ended: "replaced" }, payment: paid })).toBe("deploy");
});

test("a wallet's hash stands on the receipt only once the chain has that transaction", () => {
  expect(txOf({ sent })).toBeNull();
  expect(txOf({ sent: { ...sent, ended: "arrived" } })).toBeNull();
  expect(txOf({ sent: { ...sent, ended: "mined" } })).toBe(hash);
});

test("what was read of a payment before the token was there is not said beside the token", () => {
  const open = { ...paid, refundableAt: new Date("2026-01-01T01:15:00.000Z") };
  const deployed: Order = { ...order, status: "deployed" };
  expect(openOf({ payment: open })).toBe("waiting");
  expect(openOf({ payment: open, order: { ...order, status: "failed" } })).toBe("waiting");
  expect(openOf({ payment: { ...open, amountWei: 29n } })).toBe("unwanted");
  expect(openOf({ payment: open, order: deployed })).toBeNull();
  expect(openOf({ payment: { ...open, tokenExists: true }, order: deployed })).toBe("spare");
  expect(openOf({ payment: { ...open, amountWei: 0n, tokenExists: true }, order: deployed })).toBeNull();
  expect(openOf({ payment: undefined, order: deployed })).toBeNull();
});

test("money is asked for only while the server could deliver, and a payment that is there is never put off", () => {
  expect(nameOf({ isAccepted: undefined })).toBe("checking");
  expect(nameOf({ isAccepted: false })).toBe("paused");
  expect(nameOf({ isAccepted: false, differences: ["owner"] })).toBe("differs");
  expect(nameOf({ isAccepted: false, sent })).toBe("confirming");
  expect(nameOf({ isAccepted: false, payment: paid })).toBe("deploy");
});

test("a paid order that is held says why, and can be delivered by its payer", () => {
  const hold = {
    reason: "gas_price",
    cost: "90",
    paid: "20",
    since: order.createdAt,
    retryAt: null,
  } as const;
  const held: Order = { ...order, status: "paid", hold };
  expect(stageOf({ ...checked, order: held, payment: paid })).toEqual({ name: "held", hold });
  expect(isOffered({ order: held, payment: paid })).toBe(true);
  expect(nameOf({ order: held, payment: { ...unpaid, tokenExists: true } })).toBe("exists");
});

test("what is in the queue is made by itself, whatever became of it before", () => {
  const queued = { ...order, position: 2 };
  expect(nameOf({ order: { ...queued, status: "failed" }, payment: paid })).toBe("deploy");
  expect(nameOf({ order: { ...order, status: "failed" }, payment: paid })).toBe("failed");
  const free: Known = { ...checked, order: { ...order, price: "0" } };
  expect(stageOf(free)).toEqual({ name: "deploy", start: "asked" });
  expect(stageOf({ ...free, order: { ...free.order, position: 1 } })).toEqual({
    name: "deploy",
    start: "itself",
  });
});

test("a payment that came after the price had ended waits for the server to honour it", () => {
  expect(nameOf({ payment: paid })).toBe("deploy");
  expect(stageOf({ ...checked, payment: late })).toEqual({ name: "underpaid", paidLateAt: late.paidAt });
  expect(stageOf({ ...checked, payment: { ...paid, amountWei: 29n } })).toEqual({
    name: "underpaid",
    paidLateAt: null,
  });
  const honoured = { ...order, price: "25", expiresAt: "2026-01-01T00:30:00.000Z" };
  expect(nameOf({ payment: late, order: honoured })).toBe("deploy");
  expect(nameOf({ payment: late, order: { ...order, status: "paid" } })).toBe("deploy");
});

test("a free order is not asked for before its code is checked", () => {
  const free = { ...order, price: "0" };
  expect(nameOf({ order: free, payment: undefined })).toBe("deploy");
  expect(nameOf({ order: free, differences: undefined })).toBe("checking");
  expect(nameOf({ order: free, differences: ["supply"] })).toBe("differs");
});

test("a token on the chain exists, whatever the server knows, if the browser knows that it is this one", () => {
  const existing = { ...unpaid, tokenExists: true };
  for (const status of ["awaiting_payment", "paid", "submitted", "failed"] as const)
    expect(nameOf({ order: { ...order, status }, payment: existing })).toBe("exists");
  expect(nameOf({ payment: existing, differences: ["owner"] })).toBe("deploy");
  expect(nameOf({ payment: existing, order: { ...order, status: "submitted", step: "mined" } })).toBe(
    "deploy",
  );
});

test("the payer can deliver what is paid in full and not made yet", () => {
  expect(isOffered({ payment: paid })).toBe(true);
  expect(isOffered({ payment: paid, order: { ...order, status: "failed" } })).toBe(true);
  expect(isOffered({ payment: { ...paid, amountWei: 29n } })).toBe(false);
  expect(isOffered({ payment: late })).toBe(false);
  expect(isOffered({ payment: { ...paid, tokenExists: true } })).toBe(false);
  expect(isOffered({ payment: paid, order: { ...order, status: "refunded" } })).toBe(false);
  expect(isOffered({ payment: undefined, order: { ...order, status: "paid" } })).toBe(false);
});
