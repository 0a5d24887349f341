import { parseEther } from "viem";
import { expect, inject, onTestFinished, test } from "vitest";
import { chainClient } from "#lib/local/chain.ts";
import { startServer, type Server } from "#lib/local/server.ts";
import { awsKeyId, gcpKeyVersion, startKeyService } from "#lib/testing/key-service.ts";
import { createParts, createWallet, pay, rawBody } from "#lib/testing/test-context.ts";
import type { Order } from "#lib/shared/order.ts";
import { call } from "./support/api-client.ts";
import { runScript } from "./support/run-program.ts";

test("the production build's server signs with a key of AWS KMS alone, and goes on by itself after that has failed", async () => {
  const { env, address, behave } = await partsWithService();
  const { server, order } = await payAt({ ...env, DEPLOYER_AWS_KMS_KEY: awsKeyId });
  behave("fails");
  expect(await call(`${server.url}/api/deploy`, "POST", { token: order.address })).toMatchObject({
    status: 503,
    body: { code: "signer_unavailable", retryAfter: 5 },
  });
  behave("high s");
  expect(await senderOf(server, order)).toBe(address.toLowerCase());
  expect(server.output()).toMatch(/"sender":"0x[^}]*does not sign: KMSInternalException/);
  expect(server.output()).not.toMatch(/an aws secret|AWS4-HMAC/);
});

test("the production build's server signs with a key of Google Cloud KMS alone", async () => {
  const { env, address, behave } = await partsWithService();
  behave("high s");
  const { server, order } = await payAt({ ...env, DEPLOYER_GCP_KMS_KEY: gcpKeyVersion });
  expect(await senderOf(server, order)).toBe(address.toLowerCase());
});

test("a server whose key is not there does not start, and says which one and why", async () => {
  const { env } = await partsWithService();
  const starting = startServer("start", {
    ...env,
    DEPLOYER_AWS_KMS_KEY: "alias/of-nobody",
    AWS_REGION: "eu-west-1",
  });
  await expect(starting).rejects.toThrow(
    /DEPLOYER_AWS_KMS_KEY names alias\/of-nobody, which can't be used: NotFoundException/,
  );
});

test("a key of a service deploys a Checkout", async () => {
  const { env, address } = await partsWithService();
  const { code, stdout } = await runScript("checkout-deploy.ts", ["--chain", "31337"], {
    ...env,
    DEPLOYER_AWS_KMS_KEY: awsKeyId,
  });
  expect(code).toBe(0);
  expect(stdout).toContain(`treasury ${address}`);
  expect(stdout.trim().split("\n").at(-1)).toMatch(/^0x[0-9a-fA-F]{40}$/);
});

/** A server, and an order that was paid. */
async function payAt(env: Record<string, string>): Promise<{ server: Server; order: Order }> {
  const server = await startServer("start", { ...env, LOG_LEVEL: "warn" });
  onTestFinished(server.stop);
  const wallet = await createWallet();
  const { body } = await call(`${server.url}/api/tokens`, "POST", rawBody(wallet.account.address));
  const order: Order = await (await fetch(`${server.url}/api/tokens/${body.address}`)).json();
  await pay(wallet, order);
  return { server, order };
}

/** Has an order delivered. @returns the account that has sent its delivery, in lower case */
async function senderOf({ url }: Server, { address }: Order): Promise<string> {
  const deployed = async () => (await call(`${url}/api/deploy`, "POST", { token: address })).status;
  await expect.poll(deployed, { timeout: 30_000, interval: 500 }).toBe(200);
  const { body } = await call(`${url}/api/tokens/${address}`);
  const { from } = await chainClient(inject("rpcUrl")).getTransaction({ hash: body.deployTx ?? "0x" });
  return from;
}

/** The environment of a server that has no key at hand, and of a service that keeps a funded one. */
async function partsWithService() {
  const parts = await createParts();
  onTestFinished(parts.stop);
  const service = await startKeyService();
  await chainClient(inject("rpcUrl")).setBalance({ address: service.address, value: parseEther("100") });
  const env = { ...parts.env, ...service.env, DEPLOYER_PRIVATE_KEY: "" };
  const behave = (how: typeof service.behaviour) => (service.behaviour = how);
  return { env, address: service.address, behave };
}
