import { once } from "node:events";
import { expect, inject, onTestFinished, test } from "vitest";
import { startServer } from "#lib/local/server.ts";
import { tokenAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { createParts, createWallet, openPayment, pay, rawBody } from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";

test("a server killed between the journal and the broadcast: the retry sends the stored bytes", async () => {
  const parts = await createParts();
  const proxy = await startRecordingProxy(inject("rpcUrl"));
  const env = { ...parts.env, RPC_URL_31337: proxy.url };
  const first = await startServer("start", env);
  onTestFinished(async () => {
    await proxy.stop();
    await parts.stop();
  });
  const wallet = await createWallet();
  const order = await place(first.url, wallet.account.address);
  await pay(wallet, order);

  const reached = Promise.withResolvers<void>();
  // The journal's commit comes before the broadcast, so the broadcast's arrival is the moment in between.
  proxy.beforeBroadcast = () => {
    reached.resolve();
    return new Promise(() => undefined);
  };
  const interrupted = call(`${first.url}/api/deploy`, "POST", { token: order.address }).catch(
    (error: unknown) => error,
  );
  await reached.promise;
  const exited = once(first.child, "exit");
  first.child.kill("SIGKILL");
  await exited;
  expect(await interrupted).toBeInstanceOf(Error);
  proxy.beforeBroadcast = null;
  expect(proxy.sent).toEqual([]);
  expect(await wallet.getCode({ address: order.address })).toBeUndefined();

  const second = await startServer("start", env);
  onTestFinished(second.stop);
  const journaled = (await call(`${second.url}/api/tokens/${order.address}`)).body;
  expect(journaled.status).toBe("submitted");
  const { status, body } = await call(`${second.url}/api/deploy`, "POST", { token: order.address });
  expect(status).toBe(200);
  expect(body.token?.deployTx).toBe(journaled.deployTx);
  expect(proxy.sent.map(({ hash }) => hash)).toEqual([journaled.deployTx]);
  expect(await wallet.readContract({ address: order.address, abi: tokenAbi, functionName: "symbol" })).toBe(
    "TEST",
  );
  expect(await openPayment(wallet, order)).toEqual([0n, 0n]);
});

async function place(url: string, deployer: `0x${string}`): Promise<Order> {
  const response = await fetch(`${url}/api/tokens`, {
    method: "POST",
    body: JSON.stringify(rawBody(deployer)),
  });
  return response.json();
}
