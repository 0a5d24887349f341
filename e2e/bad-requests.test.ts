import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startServer, type Server } from "#lib/local/server.ts";
import { createParts, type Parts } from "#lib/testing/test-context.ts";
import { badRequest, type WireRequest } from "./support/bad-requests.ts";
import { openWire, type WireAnswer } from "./support/raw-http.ts";

const REQUESTS = 10_000;
const SEED = 1;
const AT_ONCE = 40;
/** Of one request among others, on a machine that has more to do. */
const LIMIT_MS = 10_000;
const TIMEOUT_MS = 240_000;

const errorShape = z.looseObject({
  error: z.string().min(1),
  code: z.string().regex(/^[a-z_]+$/),
  message: z.string().min(1),
});

let parts: Parts;
let server: Server;

beforeAll(async () => {
  parts = await createParts();
  server = await startServer("start", { ...parts.env, CRON_SECRET: "never to be guessed", RATE_LIMIT: "0" });
});

afterAll(async () => {
  await server.stop();
  await parts.stop();
});

test(
  "10,000 generated bad requests are refused in the shape of every error, and leave no row",
  async () => {
    const wire = openWire(server.url, { connections: AT_ONCE });
    const before = await countRows();
    const seen = new Map<number, number>();
    const problems: string[] = [];
    const requests = fc.sample(badRequest, { numRuns: REQUESTS, seed: SEED });
    const askAll = async () => {
      for (let request = requests.pop(); request; request = requests.pop()) {
        const answer = await wire.ask(request);
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
        const problem = problemOf(request, answer);
        if (problem) problems.push(`${problem}: ${describe(request, answer)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, askAll));
    wire.close();
    expect(problems.slice(0, 20)).toEqual([]);
    expect(await countRows()).toEqual(before);
    // Each of these was reached, so what was generated has gone further than the first check.
    for (const status of [200, 400, 401, 404, 405, 413])
      expect(seen.get(status), `${status}`).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

/** What is wrong with an answer, if anything is. */
function problemOf({ method, path }: WireRequest, { status, headers, body, ms }: WireAnswer): string | null {
  if (ms > LIMIT_MS) return "too late";
  if (status >= 500) return "the server's fault";
  if (status === 201 || status === 402) return "taken for an order";
  if (status === 204 || method === "HEAD") return null;
  // Next.js sends on whom it takes for its own client, or who has written a slash too many.
  if (status === 307 || status === 308) return headers.location ? null : "moved to nowhere";
  if (status < 400 && !/^\/api(\/|$)/.test(new URL(path, server.url).pathname)) return null;
  if (!headers["content-type"]?.startsWith("application/json")) return "no JSON";
  if (status < 400) return null;
  return errorShape.safeParse(JSON.parse(body)).success ? null : "not the shape of an error";
}

function describe(request: WireRequest, { status, body }: WireAnswer): string {
  const sent = { ...request, body: request.body?.toString("utf8").slice(0, 300) };
  return `${JSON.stringify(sent)} was answered ${status} ${body.slice(0, 300)}`;
}

async function countRows(): Promise<Record<string, string>> {
  const client = new pg.Client(parts.env.DATABASE_URL);
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const counts: Record<string, string> = {};
  for (const { name } of rows) {
    const counted = await client.query<{ count: string }>(`select count(*) from "${name}"`);
    counts[name] = counted.rows[0]?.count ?? "";
  }
  await client.end();
  return counts;
}
