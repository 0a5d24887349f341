import { expect, test } from "vitest";
import type { Order } from "#lib/shared/order.ts";
import { progressOf } from "./progress.ts";

/** One letter a line: done, now, ahead. */
function signs(order: Partial<Order>): string {
  const lines = progressOf({ status: "paid", step: null, price: "1", ...order });
  return lines.map(({ state }) => state.charAt(0)).join("");
}

test("the line after the last step that is done is the present one", () => {
  expect(signs({})).toBe("naaaaa");
  expect(signs({ step: "locked" })).toBe("dnaaaa");
  expect(signs({ step: "broadcast" })).toBe("ddddna");
  expect(signs({ step: "verified" })).toBe("dddddd");
  expect(signs({ step: "written" })).toBe("dddddd");
});

test("what is signed stays signed when a new attempt begins", () => {
  expect(signs({ status: "submitted" })).toBe("dddnaa");
  expect(signs({ status: "submitted", step: "locked" })).toBe("dddnaa");
});

test("a deploy that has ended without a token is not taken for one that is done", () => {
  expect(signs({ step: "committed" })).toBe("naaaaa");
  expect(signs({ status: "submitted", step: "answering" })).toBe("ddddna");
});

test("a free order has no payment to check", () => {
  expect(signs({ price: "0", step: "locked" })).toBe("dnaaa");
});
