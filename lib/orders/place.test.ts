import { expect, test } from "vitest";
import { InvalidRequest } from "#lib/base/errors/request-errors.ts";
import { bodyFor, createTestContext, createWallet } from "#lib/testing/test-context.ts";
import { placeOrder } from "./place.ts";

test("an order that was placed before its symbol was denied stays, and no other is made", async () => {
  const context = await createTestContext();
  const { account } = await createWallet();
  const body = bodyFor(account.address, { symbol: "PENNY" });
  const { order } = await placeOrder(context, body);
  const denying = { ...context, env: { ...context.env, DENY_SYMBOLS: ["penny"] } };
  expect(await placeOrder(denying, body)).toEqual({ order, created: false });
  const another = bodyFor(account.address, { symbol: "P\u0415NNY" });
  await expect(placeOrder(denying, another)).rejects.toThrow(InvalidRequest);
});
