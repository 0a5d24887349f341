import { zeroAddress } from "viem";
import { expect, test } from "vitest";
import { standingOf, type OnChain, type Recorded, type Standing } from "./standing.ts";

const payer = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const stranger = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

const order: Recorded = { serviceFeeWei: 10n, networkWei: 20n, status: "awaiting_payment" };
const free: Recorded = { ...order, serviceFeeWei: 0n, networkWei: 0n };
const gone: Recorded = { ...order, status: "refunded" };
const nothing: OnChain = { exists: false, openWei: 0n, buyer: zeroAddress, refunded: false };

const cases: [string, Recorded, Partial<OnChain>, Standing][] = [
  ["nothing happened", order, {}, "unpaid"],
  ["one wei is missing", order, { openWei: 29n }, "underpaid"],
  ["the price is paid", order, { openWei: 30n }, "paid"],
  ["more than the price is paid", order, { openWei: 31n }, "paid"],
  ["the payment went back", order, { refunded: true }, "refunded"],
  [
    "the payment went back, and too little was paid since",
    order,
    { refunded: true, openWei: 1n },
    "underpaid",
  ],
  [
    "the payment went back, and a log that lags still says so after another",
    order,
    { refunded: true, openWei: 30n },
    "paid",
  ],
  ["it was refunded before the events that are read", gone, {}, "refunded"],
  ["it was refunded and is paid again", gone, { openWei: 30n }, "paid"],
  ["it was refunded and too little was paid since", gone, { openWei: 1n }, "underpaid"],
  ["its payment was taken for it", order, { exists: true, buyer: payer }, "delivered"],
  ["a stranger's payment was taken for it", order, { exists: true, buyer: stranger }, "delivered"],
  [
    "a stranger's was taken, and the payer's is open",
    order,
    { exists: true, buyer: stranger, openWei: 30n },
    "delivered",
  ],
  ["it exists, and the payment can still be taken", order, { exists: true, openWei: 30n }, "paid"],
  [
    "it exists, and the open payment is too small to be taken",
    order,
    { exists: true, openWei: 29n },
    "delivered",
  ],
  ["it exists for nothing", order, { exists: true }, "delivered"],
  ["it exists, and its payer had taken the money back", order, { exists: true, refunded: true }, "delivered"],
  ["it is free", free, {}, "paid"],
  ["it is free and exists", free, { exists: true }, "delivered"],
  ["it is free, and was paid all the same", free, { openWei: 1n }, "paid"],
  ["it is free, exists, and was paid all the same", free, { exists: true, openWei: 1n }, "paid"],
  ["it is free, and what was paid all the same went back", free, { refunded: true }, "paid"],
];

test.each(cases)("where %s", (_, recorded, onChain, standing) => {
  expect(standingOf(recorded, { ...nothing, ...onChain })).toBe(standing);
});

test("but for a refund, what was recorded of an order so far decides nothing", () => {
  const statuses = ["awaiting_payment", "paid", "submitted", "deployed", "failed"] as const;
  const open = cases.filter(([, recorded]) => recorded.status !== "refunded");
  for (const status of statuses)
    expect(
      open.map(([, recorded, onChain]) => standingOf({ ...recorded, status }, { ...nothing, ...onChain })),
    ).toEqual(open.map(([, , , standing]) => standing));
});
