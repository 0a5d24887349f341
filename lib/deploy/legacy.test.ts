import { parseGwei, parseTransaction, type Hex } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { sweepOnce } from "#lib/sweep/sweep.ts";
import { journalOf, ownChain, through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { bodyFor, pay } from "#lib/testing/test-context.ts";
import { deploy } from "./deploy.ts";

/**
 * A chain without EIP-1559: a real one that, seen through its node, knows no base fee and takes no transactions that name
 * one. Chains from before that have no opcodes for the contracts either.
 */

const never = new AbortController().signal;
const raw = z.templateLiteral(["0x", z.string()]);
const UNSUPPORTED = { code: -32000, message: "transaction type not supported" };

test("on a chain without EIP-1559 an order is priced, paid and delivered by legacy transactions", async () => {
  const { legacy, wallet } = await legacyChain();
  const { order } = await placeOrder(legacy, bodyFor(wallet.account.address));
  expect(order.networkWei).toBeGreaterThan(0n);
  await pay(wallet, toOrder(order));
  expect(await deploy(legacy, order)).toMatchObject({ status: "deployed" });
  const [delivery] = await journalOf(legacy);
  expect(parseTransaction(delivery?.raw ?? "0x")).toMatchObject({ type: "legacy", chainId: 31337 });
  expect(delivery?.mostCostWei).toBeGreaterThan(0n);
});

test("without EIP-1559 a delivery that waits is replaced by one that offers a tenth more", async () => {
  const { legacy, wallet, chain } = await legacyChain();
  const { order } = await placeOrder(legacy, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  await chain.setAutomine(false);
  expect(await deploy(legacy, order)).toMatchObject({ status: "submitted" });
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("4") });
  await chain.mine({ blocks: 1 });
  await legacy.database.execute("update transactions set created_at = now() - interval '2 minutes'");
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("4") });
  expect(await sweepOnce(legacy, never)).toMatchObject({ raised: 1, errors: 0 });
  const [first, second] = (await journalOf(legacy)).map((row) => priceIn(row.raw));
  expect(second).toBeGreaterThanOrEqual(((first ?? 0n) * 11n) / 10n);
  await chain.mine({ blocks: 1 });
  expect(await sweepOnce(legacy, never)).toMatchObject({ deployed: 1, errors: 0 });
});

test("without EIP-1559 an order is held all the same while gas costs too much", async () => {
  const { legacy, wallet, chain } = await legacyChain();
  const { order } = await placeOrder(legacy, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("100") });
  await chain.mine({ blocks: 1 });
  expect(await deploy(legacy, order)).toMatchObject({ status: "held" });
});

async function legacyChain() {
  const { context, wallet, chain } = await ownChain({ DEPLOY_TIMEOUT_MS: "1000" });
  const proxy = await startRecordingProxy(context.parts.rpcUrl);
  onTestFinished(proxy.stop);
  proxy.rewrite = (method, result) => {
    if (!method.startsWith("eth_getBlockBy")) return result;
    const { baseFeePerGas: _, ...block } = z.looseObject({}).parse(result);
    return block;
  };
  proxy.refuse = (method, params) => {
    if (method === "eth_maxPriorityFeePerGas") return { code: -32601, message: "the method does not exist" };
    const isTyped = method === "eth_sendRawTransaction" && raw.parse(params[0]).startsWith("0x0");
    return isTyped ? UNSUPPORTED : null;
  };
  return { legacy: through(context, proxy.url), wallet, chain };
}

function priceIn(signed: Hex): bigint {
  return parseTransaction(signed).gasPrice ?? 0n;
}
