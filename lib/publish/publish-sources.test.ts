import { eq } from "drizzle-orm";
import { onTestFinished, expect, test } from "vitest";
import { createContext } from "#lib/base/context.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { closeContext, createTestContext } from "#lib/testing/test-context.ts";
import { ETHERSCAN_TEST_KEY } from "#lib/testing/verifier/etherscan-answer.ts";
import {
  MOST_MS,
  accept,
  deployed,
  makeDue,
  pending,
  problem,
  publicationOf,
  publishRound,
  startTestVerifier,
  untilEnded,
  withSourcify,
} from "#lib/testing/verifier/publishing.ts";
import { publicationsOf } from "./read.ts";

test(
  "a token's source is published at Sourcify: compiled anew it is what is on the chain",
  async () => {
    const { context, verifier } = await withSourcify();
    const order = await deployed(context, { features: {} });
    expect(await publicationOf(context, order)).toEqual({ ...pending, verifier: "sourcify" });
    await untilEnded(context, order);
    expect(await publicationOf(context, order)).toEqual({
      verifier: "sourcify",
      state: "published",
      url: `${verifier.url}/repo-ui/31337/${order.address}`,
      reason: null,
    });
    expect(verifier.asked.filter((asked) => asked.startsWith("POST"))).toHaveLength(1);
    expect(await publishRound(context)).toEqual({ published: 0, unpublished: 0 });
  },
  MOST_MS + 30_000,
);

test(
  "and at Etherscan, with what its constructor was given",
  async () => {
    const verifier = await startTestVerifier();
    const context = await createTestContext({
      ETHERSCAN_API_KEY: ETHERSCAN_TEST_KEY,
      ETHERSCAN_URL: verifier.etherscanUrl,
    });
    const features = { mintable: true };
    const order = await deployed(context, { name: "代币 with a cap", decimals: 3, features, cap: "5000000" });
    await untilEnded(context, order);
    expect(await publicationOf(context, order)).toMatchObject({ verifier: "etherscan", state: "published" });
    expect(verifier.asked.slice(0, 2)).toEqual(["POST verifysourcecode", "GET checkverifystatus"]);
  },
  MOST_MS + 30_000,
);

test("two servers at once hand a source in once", async () => {
  const { context, verifier } = await withSourcify();
  for (let tokens = 0; tokens < 3; tokens += 1) await deployed(context);
  verifier.interfere = (_request, response) => accept(response);
  const other = await createContext(context.env);
  onTestFinished(() => closeContext(other));
  await Promise.all([context, other, context, other].map((server) => publishRound(server)));
  expect(verifier.asked).toHaveLength(3);
  expect(new Set(verifier.asked).size).toBe(3);
});

test("what was handed in by a server that died then is found to be there", async () => {
  const { context, verifier } = await withSourcify();
  const order = await deployed(context);
  verifier.interfere = (_request, response) => problem(response, 429, "duplicate_verification_request");
  await publishRound(context);
  expect(await publicationOf(context, order)).toMatchObject({ state: "pending" });
  verifier.interfere = null;
  verifier.desk.verified.add(order.address);
  await makeDue(context);
  expect(await publishRound(context)).toEqual({ published: 1, unpublished: 0 });
  expect(verifier.asked.at(-1)).toBe(`GET /v2/contract/31337/${order.address}`);
});

test("one that is there already, whoever has published it, is published", async () => {
  const { context, verifier } = await withSourcify();
  const order = await deployed(context);
  verifier.desk.verified.add(order.address);
  expect(await publishRound(context)).toEqual({ published: 1, unpublished: 0 });
  expect(verifier.asked).toEqual([`POST /v2/verify/31337/${order.address}`]);
});

test("nothing is handed in of a token that is gone, or that this version has no source of", async () => {
  const { context, verifier } = await withSourcify();
  const [withdrawn, foreign] = [await deployed(context), await deployed(context)];
  const write = (order: OrderRow, values: Partial<OrderRow>) =>
    context.database.update(orders).set(values).where(eq(orders.id, order.id));
  await write(withdrawn, { status: "submitted" });
  await write(foreign, { initcode: `0x00${foreign.initcode.slice(4)}` });
  expect(await publishRound(context)).toEqual({ published: 0, unpublished: 1 });
  expect(verifier.asked).toEqual([]);
  expect(await publicationOf(context, foreign)).toMatchObject({ state: "failed" });
  await write(withdrawn, { status: "deployed" });
  verifier.interfere = (_request, response) => accept(response);
  await publishRound(context);
  expect(verifier.asked).toEqual([`POST /v2/verify/31337/${withdrawn.address}`]);
});

test("on a local chain nothing is handed to anybody who was not named", async () => {
  const context = await createTestContext();
  const order = await deployed(context);
  expect(await publishRound(context)).toEqual({ published: 0, unpublished: 0 });
  expect(await publicationsOf(context, order)).toEqual([]);
});
