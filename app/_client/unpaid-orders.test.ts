import { getAddress, numberToHex } from "viem";
import { expect, test } from "vitest";
import type { OrderId } from "./orders-api.ts";
import { parseUnpaid, withOrder } from "./unpaid-orders.ts";

function idOf(index: number): OrderId {
  return { chainId: 31337, address: getAddress(numberToHex(index + 1, { size: 20 })) };
}

test("the newest fifty orders are remembered, each once", () => {
  const all = Array.from({ length: 60 }, (_, index) => idOf(index));
  const kept = all.reduce<readonly OrderId[]>(withOrder, []);
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
