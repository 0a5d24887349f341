import { parseEther } from "viem";
import { expect, test, vi } from "vitest";
import { createContext, type Context } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { checkHealth } from "#lib/base/health.ts";
import { chooseSender } from "#lib/lane/lanes.ts";
import { probesOfFunds } from "#lib/orders/accepting.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { journalOf, ownChain, placeAndPay, reread } from "#lib/testing/own-chain.ts";
import { awsKeyId, gcpKeyVersion, startKeyService, type Behaviour } from "#lib/testing/key-service.ts";
import { bodyFor, closeContext, pay } from "#lib/testing/test-context.ts";
import { sweepOnce } from "#lib/sweep/sweep.ts";
import { deploy } from "./deploy.ts";

const never = new AbortController().signal;
const keyOf = {
  AWS: { DEPLOYER_AWS_KMS_KEY: awsKeyId },
  GCP: { DEPLOYER_GCP_KMS_KEY: gcpKeyVersion },
};
const services = ["AWS", "GCP"] as const;
const signing: Behaviour[] = ["low s", "high s"];
const faults: Behaviour[] = ["another key", "garbage", "fails", "throttles", "hangs"];

test.each(services.flatMap((service) => signing.map((behaviour) => ({ service, behaviour }))))(
  "orders are delivered with a key that $service keeps, which signs with a $behaviour",
  async ({ service, behaviour }) => {
    const { context, keys, wallet } = await withService(service);
    keys.behaviour = behaviour;
    for (let index = 0; index < 2; index += 1) {
      const order = await placeAndPay(context, wallet);
      expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
    }
    const journal = await journalOf(context);
    expect(journal.map(({ sender, outcome }) => ({ sender, outcome }))).toEqual(
      Array.from({ length: 2 }, () => ({ sender: keys.address, outcome: "mined" })),
    );
  },
);

test.each(services.flatMap((service) => faults.map((behaviour) => ({ service, behaviour }))))(
  "where a key that $service keeps does not sign ($behaviour), that is said in time, and nothing is journaled",
  async ({ service, behaviour }) => {
    const { context, keys, wallet } = await withService(service);
    const order = await placeAndPay(context, wallet);
    keys.behaviour = behaviour;
    const startedAt = performance.now();
    await expect(deploy(context, order)).rejects.toMatchObject({ code: "signer_unavailable", status: 503 });
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    expect(await journalOf(context)).toEqual([]);
    expect(await reread(context, order)).toMatchObject({ status: "paid", deployTx: null });
  },
);

test("while no key signs nobody is asked for money and no service is asked in vain; then all goes on by itself", async () => {
  const { context, keys, wallet } = await withService("AWS");
  const order = await placeAndPay(context, wallet);
  keys.behaviour = "fails";
  await expect(deploy(context, order)).rejects.toMatchObject({ code: "signer_unavailable" });
  const placing = placeOrder(context, bodyFor(wallet.account.address));
  await expect(placing).rejects.toMatchObject({ code: "not_accepting_orders" });
  const { parts } = await checkHealth(context, probesOfFunds(context));
  expect(parts["deployer-31337"]).toMatchObject({ status: "unavailable", message: /^No key signs/ });
  const { asked } = keys;
  await expect(deploy(context, order)).rejects.toMatchObject({ code: "signer_unavailable" });
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 0, busy: 1, errors: 0 });
  expect(keys.asked).toBe(asked);

  keys.behaviour = "high s";
  await expect.poll(() => context.senders[0].isFailing(), { timeout: 20_000 }).toBe(false);
  expect(await sweepOnce(context, never)).toMatchObject({ deployed: 1, errors: 0 });
});

test("a lane whose key does not sign is passed over, by who finds out and by everybody after", async () => {
  const { context, keys, wallet } = await withService("AWS", { keepsLocal: true });
  keys.behaviour = "hangs";
  keys.asked = 0;
  const orders = [];
  while (orders.length < 3) {
    const order = await placeAndPay(context, wallet);
    if (chooseSender(context.senders, order.address).address === keys.address) orders.push(order);
  }
  for (const order of orders) expect(await deploy(context, order)).toMatchObject({ status: "deployed" });
  const senders = (await journalOf(context)).map(({ sender }) => sender);
  expect(new Set(senders)).toEqual(new Set([context.senders[0].address]));
  expect(keys.asked).toBe(1);
});

test("keys are rotated from one at hand to one of a service: both, then the old one drains, and no order waits", async () => {
  const { context: both, local, keys, wallet, chain } = await withService("AWS", { keepsLocal: true });
  const first = await orderFor(both, wallet, local.senders[0].address);
  expect(await deploy(both, first)).toMatchObject({ status: "deployed" });

  const sent = await orderFor(both, wallet, local.senders[0].address);
  const lost = await orderFor(both, wallet, local.senders[0].address);
  // What the old key has signed is on its way when it is taken out, one of them lost by every node.
  await chain.setAutomine(false);
  for (const order of [sent, lost]) expect(await deploy(both, order)).toMatchObject({ status: "submitted" });
  const lostTx = (await reread(both, lost)).deployTx;
  await chain.dropTransaction({ hash: lostTx ?? "0x" });
  const retired: Context = { ...both, senders: [both.senders[1] ?? both.senders[0]] };
  await chain.setAutomine(true);
  await chain.mine({ blocks: 1 });
  for (let sweep = 0; sweep < 3; sweep += 1) await sweepOnce(retired, never);
  for (const order of [sent, lost])
    expect(await reread(retired, order)).toMatchObject({ status: "deployed" });

  const after = await placeAndPay(retired, wallet);
  expect(await deploy(retired, after)).toMatchObject({ status: "deployed" });
  const journal = await journalOf(retired);
  expect(journal.at(-1)?.sender).toBe(keys.address);
  expect(journal.filter(({ outcome }) => outcome === null)).toEqual([]);
});

/** A server whose key a service keeps. @param keepsLocal whether it has one at hand too, which is its first */
async function withService(service: keyof typeof keyOf, { keepsLocal = false } = {}) {
  const keys = await startKeyService();
  for (const [name, value] of Object.entries(keys.env)) vi.stubEnv(name, value);
  const { context: local, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "3000" });
  await chain.setBalance({ address: keys.address, value: parseEther("100") });
  const { DEPLOYER_PRIVATE_KEY, ...rest } = { ...local.parts.env, ...keys.env, DEPLOY_TIMEOUT_MS: "3000" };
  const opened = await createContext(
    parseEnv({ ...rest, ...keyOf[service], ...(keepsLocal && { DEPLOYER_PRIVATE_KEY }) }),
  );
  vi.unstubAllEnvs();
  await closeContext(opened);
  return {
    context: { ...opened, database: local.database, lockPool: local.lockPool },
    local,
    keys,
    wallet,
    chain,
  };
}

type Server = Awaited<ReturnType<typeof withService>>;

/** A paid order that the account delivers, by its address. */
async function orderFor(context: Context, wallet: Server["wallet"], sender: string) {
  for (;;) {
    const { order } = await placeOrder(context, bodyFor(wallet.account.address));
    if (chooseSender(context.senders, order.address).address !== sender) continue;
    await pay(wallet, toOrder(order));
    return order;
  }
}
