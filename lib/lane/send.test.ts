import { expect, onTestFinished, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import { chainClient } from "#lib/local/chain.ts";
import { startAnvil } from "#lib/testing/anvil.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { waitForReceipt } from "./receipts.ts";
import { broadcast } from "./send.ts";
import { signAt } from "./sign.ts";

test("several transactions of a lane are in flight at once, also on a node that could answer with their receipts", async () => {
  const { rpcUrl, stop } = await startAnvil({ "chain-id": 31337 });
  onTestFinished(stop);
  const context = await createTestContext({}, rpcUrl);
  const { database, senders } = context;
  const chain = chainOf(context.chains, undefined);
  const node = chainClient(rpcUrl);
  const [sender] = senders;
  await node.setAutomine(false);
  const first = await node.getTransactionCount({ address: sender.address });
  const purpose = { purpose: "nonce", orderId: null } as const;
  const request = {
    type: "eip1559",
    chainId: chain.id,
    to: sender.address,
    gas: 21_000n,
    maxFeePerGas: 10n ** 10n,
    maxPriorityFeePerGas: 1n,
  } as const;
  const sign = (nonce: number) => signAt(database, { chain, sender, purpose, request }, nonce);
  const signed = [await sign(first), await sign(first + 1), await sign(first + 2)];
  const sent = await Promise.all(signed.map((each) => broadcast(database, chain, each)));
  expect(sent.map(({ receipt }) => receipt)).toEqual([null, null, null]);
  await node.mine({ blocks: 1 });
  const until = { deadline: Date.now() + 30_000 };
  const receipts = await Promise.all(signed.map(({ hash }) => waitForReceipt(database, chain, hash, until)));
  expect(new Set(receipts.map((receipt) => receipt?.blockNumber)).size).toBe(1);
});
