import { keccak256, type Hex } from "viem";
import { expect, inject, onTestFinished, test } from "vitest";
import { chainOf, openChain } from "#lib/base/chains.ts";
import { chainClient } from "#lib/local/chain.ts";
import { startAnvil } from "#lib/testing/anvil.ts";
import { reconfigured } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { noteLaterBlocks, receiptAtOnce } from "./receipt-at-once.ts";

const SEND_SYNC = "eth_sendRawTransactionSync";
const LONG_MS = 30_000;

test("where a block is made for each transaction, its receipt comes with the call that sends it", async () => {
  const { chain, proxy, sign } = await openAnvil();
  const raw = await sign();
  const receipt = await receiptAtOnce(chain, raw, LONG_MS);
  expect(receipt).toMatchObject({ status: "success", transactionHash: keccak256(raw) });
  expect(proxy.called).toEqual(["eth_chainId", SEND_SYNC]);
});

test("where several confirmations are wanted, a receipt is not asked for so early", async () => {
  const { chain, proxy, sign } = await openAnvil({ CONFIRMATIONS_31337: "2" });
  expect(await receiptAtOnce(chain, await sign(), LONG_MS)).toBeNull();
  expect(proxy.called).toEqual([]);
});

test("a chain that makes no block at once is waited for no longer than told, and left alone once that is noted", async () => {
  const { chain, proxy, sign, client } = await openAnvil();
  await client.setAutomine(false);
  const raw = await sign();
  expect(await receiptAtOnce(chain, raw, 50)).toBeNull();
  await expect.poll(() => proxy.called.includes(SEND_SYNC)).toBe(true);
  noteLaterBlocks(chain);
  await client.setAutomine(true);
  expect(await receiptAtOnce(chain, raw, LONG_MS)).toBeNull();
  expect(proxy.called.filter((method) => method === SEND_SYNC)).toHaveLength(1);
});

test("a node that leaves the call unanswered is still asked for all else, and no other node is told", async () => {
  const { chain, proxy, sign, client, other } = await openAnvil({}, "and another node");
  await client.setAutomine(false);
  const serializedTransaction = await sign();
  await expect(chain.client.sendRawTransactionSync({ serializedTransaction })).rejects.toThrow("too long");
  await chain.client.getBlockNumber();
  expect(proxy.called.at(-1)).toBe("eth_blockNumber");
  expect(other.called).toEqual([]);
});

test("a node without the call is asked for it once", async () => {
  const context = await createTestContext();
  const proxy = await startRecordingProxy(inject("rpcUrl"));
  onTestFinished(proxy.stop);
  const chain = chainOf(reconfigured(context, { RPC_URL_31337: proxy.url }).chains, undefined);
  for (let time = 0; time < 2; time += 1)
    await expect(chain.client.sendRawTransactionSync({ serializedTransaction: "0x" })).rejects.toThrow(
      "not supported",
    );
  expect(proxy.called).toEqual(["eth_chainId", SEND_SYNC]);
});

/** A chain of the services' on anvil, and what signs a transaction of nothing for it. */
async function openAnvil(overrides: Record<string, string> = {}, ...others: string[]) {
  const { rpcUrl, stop } = await startAnvil({ "chain-id": 31337 });
  onTestFinished(stop);
  const context = await createTestContext({}, rpcUrl);
  const [proxy, other] = [await startRecordingProxy(rpcUrl), await startRecordingProxy(rpcUrl)];
  onTestFinished(proxy.stop);
  onTestFinished(other.stop);
  const urls = [proxy, ...others.map(() => other)].map(({ url }) => url).join(",");
  const { env, senders } = reconfigured(context, { RPC_URL_31337: urls, ...overrides });
  const [sender] = senders;
  const [configured] = env.chains;
  if (!sender || !configured) throw new Error("There is one chain, and one account.");
  const client = chainClient(rpcUrl);
  const sign = async (): Promise<Hex> =>
    sender.signTransaction({
      type: "eip1559",
      chainId: 31337,
      to: sender.address,
      nonce: await client.getTransactionCount({ address: sender.address }),
      gas: 21_000n,
      maxFeePerGas: 10n ** 10n,
      maxPriorityFeePerGas: 1n,
    });
  return { chain: openChain(configured), proxy, other, client, sign };
}
