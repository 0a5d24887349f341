import { z } from "zod";

const schema = z.object({
  url: z.url(),
  /** The server whose orders go through a queue. */
  queueUrl: z.url(),
  rpcUrl: z.url(),
  databaseUrl: z.url(),
  /** By which the servers know who may see how they do. */
  metricsToken: z.string(),
});

/** Real parts for the tests of one worker: servers, a database and a chain, whose blocks some of them hold back. */
export type TestParts = z.infer<typeof schema>;

/** This worker's own, as scripts/checks/e2e.ts has started them. */
export function testParts(): TestParts {
  const all = z.array(schema).parse(JSON.parse(process.env["E2E_PARTS"] ?? "[]"));
  const own = all[Number(process.env["TEST_PARALLEL_INDEX"] ?? 0)];
  if (!own) throw new Error("These tests are run by scripts/checks/e2e.ts, which starts what they need.");
  return own;
}
