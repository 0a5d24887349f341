import { beforeAll, expect, test } from "vitest";
import { startServer, type Server } from "#lib/local/server.ts";
import type { Order } from "#lib/shared/order.ts";
import { createParts, createWallet, pay, rawBody, type Wallet } from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";

let server: Server;
let freeServer: Server;

beforeAll(async () => {
  const [parts, free] = await Promise.all([createParts(), createParts()]);
  [server, freeServer] = await Promise.all([
    startServer("start", parts.env),
    startServer("start", { ...free.env, PRICE_31337: "0" }),
  ]);
  return async () => {
    await Promise.all([server.stop(), freeServer.stop()]);
    await Promise.all([parts.stop(), free.stop()]);
  };
});

test("lists are newest first, paged, and without initcode", async () => {
  const wallet = await createWallet();
  const { address: deployer } = wallet.account;
  const paid: (string | undefined)[] = [];
  for (let index = 0; index < 3; index++) paid.unshift((await placePayAndDeploy(wallet)).address);
  const list = `${server.url}/api/tokens?deployer=${deployer}&limit=2`;
  const first = await call(list);
  const second = await call(`${list}&cursor=${first.body.next}`);
  expect(first.body.tokens?.map((order) => order.address)).toEqual(paid.slice(0, 2));
  expect(second.body.tokens?.map((order) => order.address)).toEqual(paid.slice(2));
  expect(second.body.next).toBeNull();
  expect(first.body.tokens?.[0]).not.toHaveProperty("initcode");
  expect((await call(`${server.url}/api/tokens`)).body.tokens?.length).toBeGreaterThanOrEqual(3);
  expect((await call(`${server.url}/api/tokens?limit=0`)).body.issues?.[0]?.path).toBe("limit");
  expect((await call(`${server.url}/api/tokens?color=red`)).status).toBe(400);
});

test("nobody can put anything into another's list, nor bury what is in it", async () => {
  const victim = await createWallet();
  const { address: deployer } = victim.account;
  const { address: own } = await placePayAndDeploy(victim);
  const owner = (await createWallet()).account.address;
  const forged = await Promise.all(
    Array.from({ length: 30 }, () => call(`${server.url}/api/tokens`, "POST", rawBody(deployer, { owner }))),
  );
  expect(forged.every(({ status }) => status === 201)).toBe(true);
  const list = await call(`${server.url}/api/tokens?deployer=${deployer}`);
  expect(list.body.tokens?.map(({ address }) => address)).toEqual([own]);
  // By its address an unpaid order is known to whoever has that.
  expect((await call(`${server.url}/api/tokens/${forged[0]?.body.address}`)).status).toBe(200);
});

test("on a free server a list has what was made, not what was only placed", async () => {
  const { account } = await createWallet();
  const made = await call(`${freeServer.url}/api/deploy`, "POST", rawBody(account.address));
  expect(made.status).toBe(200);
  await call(`${freeServer.url}/api/tokens`, "POST", rawBody(account.address));
  const list = await call(`${freeServer.url}/api/tokens?deployer=${account.address}`);
  expect(list.body.tokens?.map(({ address }) => address)).toEqual([made.body.token?.address]);
});

async function placePayAndDeploy(wallet: Wallet): Promise<Order> {
  const placed = await call(`${server.url}/api/tokens`, "POST", rawBody(wallet.account.address));
  const order: Order = await (await fetch(`${server.url}/api/tokens/${placed.body.address}`)).json();
  await pay(wallet, order);
  const deployed = await call(`${server.url}/api/deploy`, "POST", { token: order.address });
  expect(deployed.status).toBe(200);
  return order;
}
