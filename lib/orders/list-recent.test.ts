import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Context } from "#lib/base/context.ts";
import { orders } from "#lib/base/schema.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { ownChain } from "#lib/testing/own-chain.ts";
import { bodyFor } from "#lib/testing/test-context.ts";
import { listRecent } from "./list-recent.ts";
import { placeOrder } from "./place.ts";

test("tokens that exist are listed, made last first and paged, whenever they were ordered", async () => {
  const { context, wallet } = await ownChain({ PRICE_31337: "0" });
  const place = async (name: string) =>
    (await placeOrder(context, bodyFor(wallet.account.address, { name }))).order;
  const [first, second, third] = [await place("First"), await place("Second"), await place("Third")];
  await place("Never made");
  for (const order of [second, third, first]) await deploy(context, order);
  const newest = await listRecent(context, { cursor: null, limit: 2 });
  expect(newest.tokens.map(({ name }) => name)).toEqual(["First", "Third"]);
  expect(newest.tokens[0]).not.toHaveProperty("initcode");
  const older = await listRecent(context, { cursor: BigInt(newest.next ?? 0), limit: 2 });
  expect(older.tokens.map(({ name }) => name)).toEqual(["Second"]);
  expect(older.next).toBeNull();
  // Nothing comes after what is not there.
  expect((await listRecent(context, { cursor: 10n ** 17n, limit: 2 })).tokens).toEqual([]);
  expect(await listRecent({ ...context, chains: [] }, { cursor: null, limit: 2 })).toEqual({
    tokens: [],
    next: null,
  });
  await expectIndexed(context);
});

/** However many tokens there are, a page is a range of an index. */
async function expectIndexed({ database }: Context): Promise<void> {
  const plan = await database.transaction(async (transaction) => {
    await transaction.execute(sql`set local enable_seqscan = off`);
    await transaction.execute(sql`set local enable_sort = off`);
    return transaction.execute(
      sql`explain select id from ${orders} where ${orders.status} = 'deployed' and ${orders.chainId} in (31337)
        and (${orders.deployedAt}, ${orders.id}) < ((select last.deployed_at from ${orders} as last where last.id = 1), 1)
        order by ${orders.deployedAt} desc, ${orders.id} desc limit 20`,
    );
  });
  const lines = JSON.stringify(plan.rows);
  expect(lines).toContain("Index Scan Backward using orders_recent");
  expect(lines).toContain("Index Cond: (ROW(deployed_at, id)");
}
