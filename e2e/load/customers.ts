import { setTimeout as delay } from "node:timers/promises";
import type { Address } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { hardhat } from "viem/chains";
import type { Order } from "#lib/shared/order.ts";
import type { BenchChain } from "../bench/parts/bench-chain.ts";
import { openCustomerWallet, payCall } from "../chaos/world/customer-wallet.ts";
import { call, deployAsTold } from "../support/api-client.ts";
import { followOn } from "../support/follow.ts";

/** What came of the orders of those who pay. */
export type Outcome = { address: string; status: number; ms: number; statuses: number[]; wasTold: boolean };

const MOST_AT_ONCE = 50;
const TOLD_WITHIN_MS = 10_000;

/**
 * People who order, pay, have their page open, and ask for their token until they have it; another one every `everyMs`,
 * until the signal. @returns what came of each, once all have theirs
 */
export async function serveCustomers(
  url: string,
  chain: BenchChain,
  { everyMs, signal }: { everyMs: number; signal: AbortSignal },
): Promise<Outcome[]> {
  const coming: Promise<Outcome>[] = [];
  let present = 0;
  while (!signal.aborted) {
    if (present < MOST_AT_ONCE) {
      present += 1;
      coming.push(serve(url, chain).finally(() => (present -= 1)));
      // Whoever waits for all of them is told.
      coming.at(-1)?.catch(() => undefined);
    }
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
  return Promise.all(coming);
}

async function serve(url: string, chain: BenchChain): Promise<Outcome> {
  const wallet = await openCustomerWallet({ id: hardhat.id, client: chain.client }, generatePrivateKey());
  const placed = await fetch(`${url}/api/tokens`, {
    method: "POST",
    body: JSON.stringify(orderOf(wallet.account.address)),
  });
  if (placed.status !== 201)
    throw new Error(`An order was answered ${placed.status}: ${await placed.text()}`);
  const order: Order = await placed.json();
  const page = followOn(url, order);
  try {
    const { address, checkout, price } = order;
    const hash = await wallet.send({ to: checkout, data: payCall(address), value: BigInt(price) });
    await chain.client.waitForTransactionReceipt({ hash });
    const startedAt = performance.now();
    const answers = await deployAsTold(url, { token: order.address });
    const ms = performance.now() - startedAt;
    const deadline = Date.now() + TOLD_WITHIN_MS;
    while (page.last()?.status !== "deployed" && Date.now() < deadline) await delay(50);
    const { body } = await call(`${url}/api/tokens/${order.address}?initcode=omit`);
    const wasTold = page.last()?.status === "deployed" && body.status === "deployed";
    const statuses = answers.map(({ status }) => status);
    return { address: order.address, status: statuses.at(-1) ?? 0, ms, statuses, wasTold };
  } finally {
    await page.stop();
  }
}

/** The body of an order. */
export function orderOf(deployer: Address) {
  return { name: "Load", symbol: "LOAD", decimals: 18, supply: "1000000", features: {}, deployer };
}
