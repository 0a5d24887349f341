import { eq } from "drizzle-orm";
import { parseEther, type Address } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { expect, onTestFinished, test } from "vitest";
import { chainOf, type Chain } from "#lib/base/chains.ts";
import { createContext, type Context } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { DeploymentInProgress } from "#lib/base/errors/order-errors.ts";
import { transactions, type OrderRow } from "#lib/base/schema.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { chooseSender } from "#lib/lane/lanes.ts";
import { send } from "#lib/lane/send.ts";
import { signAt } from "#lib/lane/sign.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { journalOf, ownChain, reread } from "#lib/testing/own-chain.ts";
import { startRecordingProxy, type RecordingProxy } from "#lib/testing/recording-proxy.ts";
import { bodyFor, closeContext, pay } from "#lib/testing/test-context.ts";
import { deliverOrders } from "./deliver-orders.ts";
import { followEvents } from "./follow/follow-events.ts";
import { mendLanes } from "./mend-lanes.ts";

const never = new AbortController().signal;

test("what two servers submit at once fills the lanes to their depth, without a gap, each server's in order", async () => {
  const [keys, depth, excess] = [3, 8, 8];
  const {
    context,
    wallet,
    chain: node,
  } = await severalLanes(keys, { PRICE_31337: "0", LANE_DEPTH: `${depth}` });
  const servers = [await server(context), await server(context)] as const;
  const orders: OrderRow[] = [];
  for (let index = 0; index < keys * depth + excess; index += 1)
    orders.push((await placeOrder(context, bodyFor(wallet.account.address))).order);
  await node.setAutomine(false);
  let refused = 0;
  const deploying = orders.map((order, index) =>
    deploy(servers[index % 2 === 0 ? 0 : 1].context, order).catch((error: unknown) => {
      if (!(error instanceof DeploymentInProgress)) throw error;
      refused += 1;
      return null;
    }),
  );
  await expect.poll(() => refused, { timeout: 30_000 }).toBe(excess);
  const senders = context.senders.map(({ address }) => address);
  const pending = () =>
    Promise.all(senders.map((address) => node.getTransactionCount({ address, blockTag: "pending" })));
  await expect.poll(pending, { timeout: 30_000 }).toEqual(senders.map(() => depth));
  await node.mine({ blocks: 1 });
  const deployed = (await Promise.all(deploying)).filter((each) => each !== null);
  expect(deployed).toHaveLength(keys * depth);
  for (const each of deployed) expect(each).toMatchObject({ status: "deployed" });

  const journal = await journalOf(context);
  for (const sender of senders) {
    const nonces = journal.filter((row) => row.sender === sender).map(({ nonce }) => nonce);
    expect(nonces).toEqual(Array.from({ length: depth }, (_, nonce) => nonce));
    for (const { proxy } of servers) {
      const rows = proxy.sent.map(({ hash }) => journal.find((row) => row.hash === hash));
      const sent = rows.flatMap((row) => (row?.sender === sender ? [row.nonce] : []));
      expect(sent).toEqual(sent.toSorted((one, other) => one - other));
    }
  }
});

test("a lane that can't pay is passed over while another one can, and is used again once it is filled up", async () => {
  const { context, wallet, chain: node } = await severalLanes(2, { PRICE_31337: "0" });
  const [{ address: poor }, other] = context.senders;
  await node.setBalance({ address: poor, value: 1n });
  const next = () => orderOf(context, wallet.account.address, poor);
  expect(await deploy(context, await next())).toMatchObject({ status: "deployed" });
  expect((await journalOf(context)).map(({ sender }) => sender)).toEqual([other?.address]);
  await node.setBalance({ address: poor, value: parseEther("10") });
  await expect
    .poll(
      async () => {
        await deploy(context, await next());
        return (await journalOf(context)).at(-1)?.sender;
      },
      { timeout: 5_000 },
    )
    .toBe(poor);
});

test("a lane that is stuck holds up nobody's order but those in it, and is used again once it is mended", async () => {
  const {
    context,
    wallet,
    chain: node,
  } = await severalLanes(2, { LANE_DEPTH: "3", DEPLOY_TIMEOUT_MS: "4000" });
  const chain = chainOf(context.chains, undefined);
  const [{ address: stuck }] = context.senders;
  await node.setAutomine(false);
  await underprice(context, chain);
  await node.setIntervalMining({ interval: 1 });
  const behind = await payFor(context, wallet, stuck);
  expect(await deploy(context, behind)).toMatchObject({ status: "submitted" });
  const past = new Date(Date.now() - 120_000);
  await context.database.update(transactions).set({ createdAt: past }).where(eq(transactions.sender, stuck));

  const others: OrderRow[] = [];
  for (let index = 0; index < 8; index += 1) others.push(await payFor(context, wallet, stuck));
  await followEvents(context, chain, never);
  const passing = deliverOrders(context, chain, never);
  const open = async () => (await Promise.all(others.map((each) => reread(context, each)))).some(isOpen);
  while (await open()) await deliverOrders(context, chain, never);
  await passing;
  expect(await reread(context, behind)).toMatchObject({ status: "submitted" });

  expect(await mendLanes(context, chain)).toMatchObject({ raised: 1 });
  expect(await deploy(context, behind)).toMatchObject({ status: "deployed" });
  await mendLanes(context, chain);
  const after = await payFor(context, wallet, stuck);
  expect(await deploy(context, after)).toMatchObject({ status: "deployed" });
  expect((await journalOf(context)).at(-1)?.sender).toBe(stuck);
});

/** A context whose server has several accounts, all funded, that nobody has used. */
async function severalLanes(keys: number, overrides: Record<string, string>) {
  const privateKeys = Array.from({ length: keys }, () => generatePrivateKey());
  const own = await ownChain({
    DEPLOY_STRATEGY: "queue",
    DEPLOYER_PRIVATE_KEY: privateKeys.join(","),
    ...overrides,
  });
  for (const key of privateKeys)
    await own.chain.setBalance({ address: privateKeyToAddress(key), value: parseEther("10") });
  return own;
}

type Own = Awaited<ReturnType<typeof severalLanes>>;

/** Another process of the same server, and what it sends to the node. */
async function server({
  parts,
  env,
  senders,
}: Own["context"]): Promise<{ context: Context; proxy: RecordingProxy }> {
  const proxy = await startRecordingProxy(parts.rpcUrl);
  onTestFinished(proxy.stop);
  const opened = await createContext(parseEnv({ ...parts.env, RPC_URL_31337: proxy.url }));
  onTestFinished(() => closeContext(opened));
  return { context: { ...opened, env, senders }, proxy };
}

/** An order that the account delivers, by its address. */
async function orderOf(context: Context, deployer: Address, sender: Address): Promise<OrderRow> {
  for (;;) {
    const { order } = await placeOrder(context, bodyFor(deployer));
    if (chooseSender(context.senders, order.address).address === sender) return order;
  }
}

/** The same, paid. */
async function payFor(context: Context, wallet: Own["wallet"], sender: Address): Promise<OrderRow> {
  const order = await orderOf(context, wallet.account.address, sender);
  await pay(wallet, toOrder(order));
  return order;
}

function isOpen({ status }: OrderRow): boolean {
  return status !== "deployed";
}

/** Leaves a transaction at the head of the first lane that offers too little for any block. */
async function underprice({ database, senders }: Context, chain: Chain): Promise<void> {
  const [sender] = senders;
  const request = {
    type: "eip1559",
    chainId: chain.id,
    to: sender.address,
    gas: 21_000n,
    maxFeePerGas: 1n,
    maxPriorityFeePerGas: 1n,
  } as const;
  const purpose = { purpose: "nonce", orderId: null } as const;
  await send(chain, await signAt(database, { chain, sender, purpose, request }, 0));
}
