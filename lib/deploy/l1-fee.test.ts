import { numberToHex, pad, parseGwei, type Hex } from "viem";
import { optimism } from "viem/chains";
import { expect, onTestFinished, test } from "vitest";
import { createContext } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { openSenders } from "#lib/base/keys/open-senders.ts";
import { l1FeeWei } from "#lib/base/node/l1-fee.ts";
import { encodeDeliver } from "#lib/checkout/deliver.ts";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";
import { chainClient, startChain } from "#lib/local/chain.ts";
import { findOrder } from "#lib/orders/find.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { bodyFor, closeContext, createParts, createWallet, pay } from "#lib/testing/test-context.ts";
import { deploy } from "./deploy.ts";

/** On a chain of the OP stack, with its own oracle, and fees that it really takes. */

test("what data costs on the chain below is part of the price, and what is paid for it is what is taken", async () => {
  const { context, opChain, wallet, node } = await onOptimism();
  const [sender] = context.senders;
  const { order: without } = await placeOrder(context, bodyFor(wallet.account.address));
  await setL1BaseFee(node, parseGwei("20000"));
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  const call = { account: sender.address, to: order.checkout, data: encodeDeliver(order), gas: 1_000_000n };
  const expectedWei = await l1FeeWei(opChain, call);
  expect(expectedWei).toBeGreaterThan(0n);
  const addedWei = order.networkWei - without.networkWei;
  expect(Number(addedWei)).toBeGreaterThan(Number(expectedWei));
  expect(Number(addedWei)).toBeLessThan(Number(expectedWei) * 2);

  await pay(wallet, toOrder(order));
  const before = await node.getBalance({ address: sender.address });
  const { status, order: deployed } = await deploy(context, order);
  expect(status).toBe("deployed");
  const { gasUsed, effectiveGasPrice } = await node.getTransactionReceipt({
    hash: deployed.deployTx ?? "0x",
  });
  const spentWei = before - (await node.getBalance({ address: sender.address }));
  const takenWei = spentWei - gasUsed * effectiveGasPrice;
  // The oracle is asked before there is a signature, and supposes one that is not compressed.
  expect(Number(takenWei) / Number(expectedWei)).toBeGreaterThan(0.9);
  expect(Number(takenWei) / Number(expectedWei)).toBeLessThan(1.1);
  expect(order.networkWei).toBeGreaterThan(spentWei);
});

test("an order is held while the chain below is too dear for it, though its own gas is not", async () => {
  const { context, wallet, node } = await onOptimism();
  await setL1BaseFee(node, parseGwei("20"));
  const { order } = await placeOrder(context, bodyFor(wallet.account.address));
  await pay(wallet, toOrder(order));
  await setL1BaseFee(node, parseGwei("200000"));
  expect(await deploy(context, order)).toMatchObject({ status: "held" });
  await setL1BaseFee(node, parseGwei("20"));
  await context.database.execute("update orders set retry_at = now()");
  const due = await findOrder(context, { token: order.address });
  expect(await deploy(context, due)).toMatchObject({ status: "deployed" });
});

type Node = ReturnType<typeof chainClient>;

async function onOptimism() {
  const parts = await createParts();
  const { rpcUrl, stop } = await startChain({ blockTimeMs: 0, chainId: optimism.id, chainType: "op" });
  const node = chainClient(rpcUrl);
  const [deployer] = await openSenders(parseEnv(parts.env));
  await node.setBalance({ address: deployer.address, value: 10n ** 21n });
  const checkout = await deployCheckout(
    { rpcUrl, deployer, treasury: deployer.address, refundDelaySeconds: 3_600 },
    optimism,
  );
  const id = optimism.id;
  const context = await createContext(
    parseEnv({
      ...parts.env,
      CHAIN_IDS: String(id),
      [`RPC_URL_${id}`]: rpcUrl,
      [`CHECKOUT_${id}`]: checkout,
      [`PRICE_${id}`]: "0.01",
    }),
  );
  onTestFinished(async () => {
    await closeContext(context);
    await stop();
    await parts.stop();
  });
  const [opChain] = context.chains;
  if (!opChain) throw new Error("a chain is configured");
  return { context, opChain, node, wallet: await createWallet(rpcUrl, optimism) };
}

/**
 * Sets what the chain knows of the fees below it, as its sequencer does in each block.
 * @see https://specs.optimism.io/protocol/ecotone/l1-attributes.html
 */
async function setL1BaseFee(node: Node, baseFee: bigint): Promise<void> {
  const [baseFeeScalar, blobBaseFeeScalar] = [5_227n, 1_014_213n];
  const slots: [number, bigint][] = [
    [1, baseFee],
    [3, (baseFeeScalar << 96n) | (blobBaseFeeScalar << 64n)],
    [7, 1n],
  ];
  for (const [index, value] of slots)
    await node.setStorageAt({ address: optimism.contracts.l1Block.address, index, value: word(value) });
  await node.mine({ blocks: 1 });
}

function word(value: bigint): Hex {
  return pad(numberToHex(value), { size: 32 });
}
