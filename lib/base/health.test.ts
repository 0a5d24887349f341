import { expect, onTestFinished, test } from "vitest";
import { through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { recentHealth } from "./health.ts";

test("however many ask for the health within a second, each part is asked once", async () => {
  const context = await createTestContext();
  const proxy = await startRecordingProxy(context.parts.rpcUrl);
  onTestFinished(proxy.stop);
  const calls: string[] = [];
  proxy.refuse = (method) => {
    calls.push(method);
    return null;
  };
  const proxied = through(context, proxy.url);
  const first = await recentHealth(proxied);
  const once = calls.length;
  expect(once).toBeGreaterThan(0);
  const healths = [first, ...(await Promise.all(Array.from({ length: 100 }, () => recentHealth(proxied))))];
  for (let times = 0; times < 20; times++) healths.push(await recentHealth(proxied));
  expect(healths.filter(({ status }) => status !== "ok")).toEqual([]);
  expect(calls).toHaveLength(once);
  // It is not kept for longer.
  await expect
    .poll(async () => (await recentHealth(proxied), calls.length), { timeout: 5_000 })
    .toBeGreaterThan(once);
});
