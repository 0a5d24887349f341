import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { eq } from "drizzle-orm";
import { onTestFinished, expect, test } from "vitest";
import { publications } from "#lib/base/side-tables.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import {
  deployed,
  json,
  makeDue,
  problem,
  publicationOf,
  publishRound,
  startTestVerifier,
  withSourcify,
} from "#lib/testing/verifier/publishing.ts";

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
