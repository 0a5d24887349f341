import { expect, test } from "vitest";
import type { Order } from "#lib/shared/order.ts";
import { progressOf } from "./progress.ts";

/** One letter a line: done, now, ahead. */
function signs(order: Partial<Order>): string {
  const lines = progressOf({ status: "paid", step: null, price: "1", ...order });
  return lines.map(({ state }) => state.charAt(0)).join("");
}

test("the block of the payment is the first thing that is waited for", () => {
  expect(signs({ status: "awaiting_payment" })).toBe("naaaaaa");
  expect(signs({ status: "paid" })).toBe("dnaaaaa");
});

test("the line after the last step that is done is the present one", () => {
  expect(signs({})).toBe("dnaaaaa");
  expect(signs({ step: "locked" })).toBe("ddnaaaa");
  expect(signs({ step: "broadcast" })).toBe("dddddna");
  expect(signs({ step: "verified" })).toBe("ddddddd");
  expect(signs({ step: "written" })).toBe("ddddddd");
});

test("what is signed stays signed when a new attempt begins", () => {
  expect(signs({ status: "submitted" })).toBe("ddddnaa");
  expect(signs({ status: "submitted", step: "locked" })).toBe("ddddnaa");
});

test("a deploy that has ended without a token is not taken for one that is done", () => {
  expect(signs({ step: "committed" })).toBe("dnaaaaa");
  expect(signs({ status: "submitted", step: "answering" })).toBe("dddddna");
});

test("a free order has no payment to wait for, nor to check", () => {
  expect(signs({ price: "0", step: "locked" })).toBe("dnaaa");
  expect(signs({ price: "0", status: "awaiting_payment" })).toBe("naaaa");
});
