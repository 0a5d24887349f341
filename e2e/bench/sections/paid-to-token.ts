import { setTimeout as delay } from "node:timers/promises";
import { createWalletClient, http, publicActions, type Hash } from "viem";
import { hardhat } from "viem/chains";
import { keepParts, type Keep } from "#lib/local/process.ts";
import { startServer } from "#lib/local/server.ts";
import { findOrder } from "#lib/orders/find.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { retryDelayMs } from "#lib/shared/waiting/backoff.ts";
import type { Order } from "#lib/shared/order.ts";
import { call } from "../../support/api-client.ts";
import { inTurn } from "../measure/in-turn.ts";
import { joined, rowOf } from "../measure/rows.ts";
import type { Findings, Measurement, Setting } from "../measure/section.ts";
import { openBenchWorld, type BenchWorld } from "../parts/bench-world.ts";
import { untilDeployed } from "../parts/counted-deliveries.ts";

/** So often somebody orders. */
const PACE_MS = 2_000;
/** So often a page asks its wallet's node for the receipt of a payment. */
const RECEIPT_POLLING_MS = 500;
const TIMEOUT_MS = 180_000;
const SWEEP_INTERVAL_MS = 5_000;

/** How long a payer waits for the token, with the page open and with it closed. */
export const paidToToken: Measurement = {
  name: "paid-to-token",
  title: "From the payment's block to the token's",
  run: async (keep, setting) => {
    const parts: Findings[] = [];
    for (const seconds of setting.isQuick ? [1] : [1, 12])
      parts.push(await measureAt(seconds, keep, setting));
    return {
      ...joined(parts),
      notes: [
        `Somebody orders every ${PACE_MS / 1_000} seconds; strategy global, and the sweep as it is by default.`,
        "With the page open it asks for the deploy once it sees the payment's receipt, and again as it is told to.",
      ],
    };
  },
};

async function measureAt(blockSeconds: number, keep: Keep, setting: Setting): Promise<Findings> {
  const [rounds, count] = setting.isQuick ? [1, 1] : [2, 20];
  const waits = await inTurn(rounds, {
    open: () => waitsOf(askForIt, { blockSeconds, count }, keep, setting),
    closed: () => waitsOf(async () => undefined, { blockSeconds, count }, keep, setting),
  });
  const where = blockSeconds === 1 ? "a block each second" : `a block every ${blockSeconds} seconds`;
  const rows = (how: string, all: Wait[]) => [
    rowOf(
      `${how}, ${where}`,
      "blocks",
      all.map(({ blocks }) => blocks),
    ),
    rowOf(
      `${how}, ${where}`,
      "s",
      all.map(({ seconds }) => seconds),
    ),
  ];
  return {
    rows: [...rows("the page is open", waits.open.flat()), ...rows("the tab is closed", waits.closed.flat())],
    claims: [],
    notes: [],
  };
}

type Wait = { blocks: number; seconds: number };
/** What a payer does once they have paid. */
type Afterwards = (url: string, order: Order, seen: Promise<unknown>) => Promise<void>;

async function waitsOf(
  afterwards: Afterwards,
  { blockSeconds, count }: { blockSeconds: number; count: number },
  keep: Keep,
  setting: Setting,
): Promise<Wait[]> {
  const parts = keep(keepParts(console.error));
  try {
    const env = { SWEEP_INTERVAL_MS: String(SWEEP_INTERVAL_MS) };
    const world = await openBenchWorld(parts.keep, setting, { env });
    const { url } = parts.keep(await startServer("start", world.env));
    await world.chain.mineEvery(blockSeconds);
    const bought: Promise<Order>[] = [];
    for (let index = 0; index < count; index++) {
      bought.push(buy(world, url, afterwards));
      await delay(PACE_MS);
    }
    const orders = await Promise.all(bought);
    await untilDeployed(world, count, TIMEOUT_MS);
    return await Promise.all(orders.map((order) => waitOf(world, order)));
  } finally {
    await parts.stop();
  }
}

async function buy({ chain }: BenchWorld, url: string, afterwards: Afterwards): Promise<Order> {
  const { account } = await chain.fundedKey();
  const wallet = createWalletClient({
    account,
    chain: hardhat,
    transport: http(chain.rpcUrl),
    pollingInterval: RECEIPT_POLLING_MS,
  }).extend(publicActions);
  const body = { name: "Bench", symbol: "BENCH", decimals: 18, supply: "1000000", deployer: account.address };
  const placed = await call(`${url}/api/tokens`, "POST", body);
  if (placed.status !== 201) throw new Error(`The order was answered ${placed.status}.`);
  const order: Order = await (await fetch(`${url}/api/tokens/${placed.body.address}`)).json();
  const hash: Hash = await wallet.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "pay",
    args: [order.address],
    value: BigInt(order.price),
  });
  await afterwards(url, order, wallet.waitForTransactionReceipt({ hash, timeout: TIMEOUT_MS }));
  return order;
}

/** As the page does. */
async function askForIt(url: string, { address }: Order, seen: Promise<unknown>): Promise<void> {
  await seen;
  for (let failures = 1; ; failures++) {
    const { status, headers } = await call(`${url}/api/deploy`, "POST", { token: address });
    if (status === 200 || status === 202) return;
    await delay(retryDelayMs(failures, Number(headers.get("Retry-After")) * 1_000));
  }
}

async function waitOf({ context, chain: { client } }: BenchWorld, { address }: Order): Promise<Wait> {
  const { payTx, deployTx } = await findOrder(context, { token: address });
  if (!payTx || !deployTx) throw new Error(`The transactions of ${address} are not recorded.`);
  const [paid, delivered] = await Promise.all(
    [payTx, deployTx].map((hash) => client.getTransactionReceipt({ hash })),
  );
  if (!paid || !delivered) throw new Error("two receipts were asked for");
  const [from, to] = await Promise.all(
    [paid, delivered].map(({ blockNumber }) => client.getBlock({ blockNumber })),
  );
  return {
    blocks: Number(delivered.blockNumber - paid.blockNumber),
    seconds: Number((to?.timestamp ?? 0n) - (from?.timestamp ?? 0n)),
  };
}
