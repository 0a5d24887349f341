import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { eq, sql } from "drizzle-orm";
import { inject, onTestFinished, expect, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import { createContext, type Context } from "#lib/base/context.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { publications } from "#lib/base/side-tables.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { bodyFor, closeContext, createTestContext, createWallet, pay } from "#lib/testing/test-context.ts";
import { ETHERSCAN_TEST_KEY } from "#lib/testing/verifier/etherscan-answer.ts";
import { startVerifier, type VerifierServer } from "#lib/testing/verifier/verifier-server.ts";
import { publishSources } from "./publish-sources.ts";
import { publicationsOf } from "./read.ts";

const never = new AbortController().signal;
/** The compiler takes seconds, on a machine that has nothing else to do. */
const MOST_MS = 150_000;

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

const MEGABYTES = Buffer.alloc(10 * 1024 * 1024, " ");

test.each<[string, (response: ServerResponse) => void, string]>([
  ["fails", (response) => response.writeHead(500).end("no"), "It answered 500."],
  ["says nothing that can be read", (response) => response.end("<html>"), "It answered 200, and nothing"],
  ["answers 10 MB", (response) => response.end(MEGABYTES), "It does not answer as it should."],
  ["hangs up", (response) => response.destroy(), "It does not answer as it should."],
  [
    "accepts nothing that has a name",
    (response) => json(response, 202, { verificationId: "../x" }),
    "It answered 202",
  ],
  [
    "says what no page should show",
    (response) => problem(response, 404, "job_not_found\u202e\n\0".padEnd(900, "!")),
    "It is job_not_found !",
  ],
])("from one that %s the source waits, and is handed in again", async (_, answer, reason) => {
  const { context, verifier } = await withSourcify();
  const order = await deployed(context);
  verifier.interfere = (_request, response) => (answer(response), true);
  expect(await publishRound(context)).toEqual({ published: 0, unpublished: 0 });
  const { reason: said, state } = await publicationOf(context, order);
  expect(state).toBe("pending");
  expect(said?.slice(0, reason.length)).toBe(reason);
  expect(said?.length).toBeLessThanOrEqual(300);
  const [row] = await context.database.select().from(publications).where(eq(publications.orderId, order.id));
  expect(row).toMatchObject({ failures: 1, ticket: null });
  expect(row?.dueAt.getTime()).toBeGreaterThan(Date.now() + 10_000);
});

test("nobody is followed to another address", async () => {
  const { context, verifier } = await withSourcify();
  await deployed(context);
  let visits = 0;
  const inside = createServer((_request, response) => {
    visits += 1;
    json(response, 202, { verificationId: "1" });
  }).listen(0, "127.0.0.1");
  await once(inside, "listening");
  onTestFinished(() => void inside.close());
  const address = inside.address();
  const port = typeof address === "object" ? address?.port : undefined;
  verifier.interfere = (_request, response) => {
    response.writeHead(307, { Location: `http://127.0.0.1:${port}/` }).end();
    return true;
  };
  await publishRound(context);
  expect(verifier.asked).toHaveLength(1);
  expect(visits).toBe(0);
});

test("one that is asked too often is left alone for as long as it says, by all that is due", async () => {
  const { context, verifier } = await withSourcify();
  for (let tokens = 0; tokens < 3; tokens += 1) await deployed(context);
  verifier.interfere = (_request, response) => {
    response.writeHead(429, { "Retry-After": "120" }).end("slow down");
    return true;
  };
  await publishRound(context);
  await publishRound(context);
  expect(verifier.asked).toHaveLength(1);
  const rows = await context.database.select().from(publications).where(eq(publications.failures, 1));
  expect(rows).toHaveLength(1);
  expect(rows[0]?.dueAt.getTime()).toBeGreaterThan(Date.now() + 100_000);
});

test("a source that is refused three times is not published, and the page is told why", async () => {
  const { context, verifier } = await withSourcify();
  const order = await deployed(context);
  verifier.interfere = (request, response) => {
    if (request.method === "POST") problem(response, 400, "invalid_parameter");
    else json(response, 404, { match: null });
    return true;
  };
  const counts = [];
  for (let rounds = 0; rounds < 4; rounds += 1) {
    counts.push((await publishRound(context)).unpublished);
    await makeDue(context);
  }
  expect(counts).toEqual([0, 0, 1, 0]);
  const reason = "It is invalid_parameter.";
  expect(await publicationOf(context, order)).toMatchObject({ state: "failed", url: null, reason });
});

test("a key of Etherscan's that is wrong is not told to anybody", async () => {
  const verifier = await startTestVerifier();
  const context = await createTestContext({
    ETHERSCAN_API_KEY: "A_WRONG_KEY",
    ETHERSCAN_URL: verifier.etherscanUrl,
  });
  const order = await deployed(context);
  await publishRound(context);
  const { reason } = await publicationOf(context, order);
  expect(reason).toBe("Invalid API Key (#err2)|…");
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

const pending = { state: "pending", url: null, reason: null } as const;

async function startTestVerifier(): Promise<VerifierServer> {
  const verifier = await startVerifier(inject("rpcUrl"));
  onTestFinished(verifier.stop);
  return verifier;
}

async function withSourcify() {
  const verifier = await startTestVerifier();
  return { verifier, context: await createTestContext({ SOURCIFY_URL: verifier.url }) };
}

async function deployed(context: Context, overrides: Record<string, unknown> = {}): Promise<OrderRow> {
  const wallet = await createWallet();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address, overrides));
  await pay(wallet, toOrder(order));
  return (await deploy(context, order)).order;
}

function publishRound(context: Context) {
  return publishSources(context, chainOf(context.chains, undefined), never);
}

async function publicationOf(context: Context, order: OrderRow) {
  const [publication, ...others] = (await publicationsOf(context, order)) ?? [];
  expect(others).toEqual([]);
  if (!publication) throw new Error("nothing is known of its source");
  return publication;
}

/** As if all that is waited for between two attempts were over. */
async function makeDue({ database }: Context): Promise<void> {
  await database.update(publications).set({ dueAt: sql`now()` });
}

async function untilEnded(context: Context, order: OrderRow): Promise<void> {
  const state = async () => {
    await makeDue(context);
    await publishRound(context);
    return (await publicationOf(context, order)).state;
  };
  await expect.poll(state, { timeout: MOST_MS, interval: 300 }).not.toBe("pending");
}

function accept(response: ServerResponse): boolean {
  return json(response, 202, { verificationId: "11111111-1111-4111-8111-111111111111" });
}

function problem(response: ServerResponse, status: number, customCode: string): boolean {
  return json(response, status, { customCode, message: `It is ${customCode}.`, errorId: "1" });
}

function json(response: ServerResponse, status: number, body: object): boolean {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  return true;
}
