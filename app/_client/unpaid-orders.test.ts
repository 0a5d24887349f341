import { getAddress, numberToHex } from "viem";
import { expect, test } from "vitest";
import { onlyFeatures } from "#lib/shared/features.ts";
import type { OrderId } from "./orders-api.ts";
import { keptBody } from "./unpaid-body.ts";
import { parseUnpaid, withOrder, type Unpaid } from "./unpaid-orders.ts";

function idOf(index: number): OrderId {
  return { chainId: 31337, address: getAddress(numberToHex(index + 1, { size: 20 })) };
}

test("the newest fifty orders are remembered, each once", () => {
  const all = Array.from({ length: 60 }, (_, index) => idOf(index));
  const kept = all.reduce<readonly Unpaid[]>(withOrder, []);
  expect(kept).toEqual(all.slice(10).toReversed());
  expect(withOrder(kept, idOf(30))).toHaveLength(50);
  expect(withOrder(kept, idOf(30))[0]).toEqual(idOf(30));
});

test("what is kept comes back as it was, and anything else as nothing", () => {
  const kept = [idOf(1), idOf(2)];
  expect(parseUnpaid(JSON.stringify(kept))).toEqual(kept);
  for (const text of [null, "", "{", "7", '[{"chainId":1}]', '[{"chainId":1,"address":"0x12"}]'])
    expect(parseUnpaid(text)).toEqual([]);
});

test("what was ordered is kept with it, and what is no whole order is not", () => {
  const body = {
    name: "Kept",
    symbol: "KEPT",
    decimals: 18,
    supply: "1",
    cap: null,
    features: onlyFeatures("burnable"),
    owner: idOf(3).address,
    deployer: idOf(3).address,
    chainId: 31337,
    salt: numberToHex(1, { size: 32 }),
  };
  const bodyFrom = (kept: unknown) =>
    parseUnpaid(JSON.stringify([{ ...idOf(1), body: kept }])).map((unpaid) => keptBody(unpaid));
  expect(bodyFrom(body)).toEqual([body]);
  const { salt: _, ...incomplete } = body;
  for (const broken of [incomplete, { ...body, supply: "none" }, 7, undefined])
    expect(bodyFrom(broken)).toEqual([undefined]);
});
