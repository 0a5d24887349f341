import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { OrderRow } from "#lib/base/schema.ts";
import { progress } from "#lib/base/side-tables.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { deploySteps } from "#lib/shared/steps.ts";
import { countStatements } from "#lib/testing/round-trips.ts";
import { bodyFor, createTestContext, createWallet } from "#lib/testing/test-context.ts";
import { publishStep } from "./step-channel.ts";
import { recordSteps } from "./step-record.ts";

test("of many deploys that go on at once the last step of each is recorded, in one statement", async () => {
  const context = await createTestContext();
  const { account } = await createWallet();
  const placed: OrderRow[] = [];
  for (let index = 0; index < 5; index += 1)
    placed.push((await placeOrder(context, bodyFor(account.address))).order);
  recordSteps(context);
  const last = deploySteps.at(-1);
  const recorded = async () => context.database.$count(progress, eq(progress.step, last ?? "locked"));
  const { statements } = await countStatements(async () => {
    for (const step of deploySteps) for (const order of placed) publishStep(step, order);
    await expect.poll(recorded, { timeout: 5_000 }).toBe(placed.length);
  });
  expect(statements.filter((text) => text.includes('insert into "progress"'))).toHaveLength(1);
});
