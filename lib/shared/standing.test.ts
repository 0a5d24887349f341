import { zeroAddress } from "viem";
import { expect, test } from "vitest";
import { standingOf, type Offer, type OnChain, type Standing } from "./standing.ts";

const payer = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const stranger = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1_000);

const offer: Offer = { serviceFeeWei: 10n, networkWei: 20n, expiresAt: at(900) };
const free: Offer = { ...offer, serviceFeeWei: 0n, networkWei: 0n };
const nothing: OnChain = { exists: false, openWei: 0n, paidAt: null, buyer: zeroAddress, refunded: false };
const paid = (wei: bigint, seconds = 0): Partial<OnChain> => ({ openWei: wei, paidAt: at(seconds) });

const cases: [string, Offer, Partial<OnChain>, Standing][] = [
  ["nothing happened", offer, {}, "unpaid"],
  ["one wei is missing", offer, paid(29n), "underpaid"],
  ["the price is paid", offer, paid(30n), "paid"],
  ["more than the price is paid", offer, paid(31n), "paid"],
  ["the price is paid at the last second", offer, paid(30n, 900), "paid"],
  ["the price is paid one second too late", offer, paid(30n, 901), "underpaid"],
  ["much more than the price is paid one second too late", offer, paid(3_000n, 901), "underpaid"],
  ["the payment went back", offer, { refunded: true }, "refunded"],
  ["its payment was taken for it", offer, { exists: true, buyer: payer }, "delivered"],
  ["a stranger's payment was taken for it", offer, { exists: true, buyer: stranger }, "delivered"],
  [
    "a stranger's was taken, and the payer's is open",
    offer,
    { exists: true, buyer: stranger, ...paid(30n) },
    "delivered",
  ],
  ["it exists, and the payment can still be taken", offer, { exists: true, ...paid(30n) }, "paid"],
  [
    "it exists, and the open payment is too small to be taken",
    offer,
    { exists: true, ...paid(29n) },
    "delivered",
  ],
  ["it exists, and the open payment came too late", offer, { exists: true, ...paid(30n, 901) }, "delivered"],
  ["it exists for nothing", offer, { exists: true }, "delivered"],
  ["it exists, and its payer had taken the money back", offer, { exists: true, refunded: true }, "delivered"],
  ["it is free", free, {}, "paid"],
  ["it is free and exists", free, { exists: true }, "delivered"],
  ["it is free, and was paid all the same", free, paid(1n), "paid"],
  ["it is free, exists, and was paid all the same", free, { exists: true, ...paid(1n) }, "paid"],
  ["it is free, and what was paid all the same went back", free, { refunded: true }, "paid"],
];

test.each(cases)("where %s", (_, offered, onChain, standing) => {
  expect(standingOf(offered, { ...nothing, ...onChain })).toBe(standing);
});
