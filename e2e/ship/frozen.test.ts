import { once } from "node:events";
import pg from "pg";
import { describe, test } from "vitest";
import { startServer } from "#lib/local/server.ts";
import type { Order } from "#lib/shared/order.ts";
import { createParts, createWallet, pay, rawBody } from "#lib/testing/test-context.ts";
import { call, deployUntilDone } from "../support/api-client.ts";
import { expectExactly } from "../support/expect-exactly.ts";

/** A server that stands still in the middle of a deploy, as a function does that its platform has frozen. */

const DEPLOY_TIMEOUT_MS = 1_000;
/** The deadline, and the minute for which a lock's transaction may idle past it. */
const LOCK_LOST_MS = DEPLOY_TIMEOUT_MS + 60_000;
const TIMEOUT_MS = 300_000;
const hook = new URL("freeze-hook.ts", import.meta.url).href;

describe.concurrent("frozen in the middle of a deploy, it loses the lock, and delivers nothing twice when it goes on", () => {
  test.for(["read", "journaled", "mined"])(
    "when %s",
    { timeout: TIMEOUT_MS },
    async (step, { expect, onTestFinished }) => {
      const parts = await createParts();
      onTestFinished(parts.stop);
      const env = { ...parts.env, DEPLOY_TIMEOUT_MS: String(DEPLOY_TIMEOUT_MS) };
      const frozen = await startServer("start", {
        ...env,
        FREEZE_AT: step,
        NODE_OPTIONS: `--import=${hook}`,
      });
      onTestFinished(async () => {
        frozen.child.kill("SIGCONT");
        await frozen.stop();
      });
      const other = await startServer("start", env);
      onTestFinished(other.stop);
      const wallet = await createWallet();
      const { body } = await call(`${other.url}/api/tokens`, "POST", rawBody(wallet.account.address));
      const order: Order = await (await fetch(`${other.url}/api/tokens/${body.address}`)).json();
      await pay(wallet, order);

      const standing = once(frozen.child, "message");
      const interrupted = call(`${frozen.url}/api/deploy`, "POST", { token: order.address });
      await standing;
      const startedAt = Date.now();
      const answers = await deployUntilDone(() => other.url, { token: order.address }, 1_000);
      expect(Date.now() - startedAt).toBeLessThan(LOCK_LOST_MS + 30_000);
      expect(answers.at(-1)).toMatchObject({ status: 200, body: { status: "deployed" } });
      // What is on chain already is recorded without the lock.
      if (step !== "mined") expect(answers[0]?.body.code).toBe("deployment_in_progress");

      frozen.child.kill("SIGCONT");
      expect([200, 202, 503]).toContain((await interrupted).status);
      const again = await call(`${frozen.url}/api/deploy`, "POST", { token: order.address });
      expect([again.status, again.body.token?.deployTx]).toEqual([200, answers.at(-1)?.body.token?.deployTx]);
      await expectExactly(wallet, order);
      expect(await outcomesOfDeliveries(env.DATABASE_URL)).toEqual(["mined"]);
    },
  );
});

/** Of all transactions that were signed on these parts. */
async function outcomesOfDeliveries(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ outcome: string }>("select outcome from transactions order by nonce");
  await client.end();
  return rows.map(({ outcome }) => outcome);
}
