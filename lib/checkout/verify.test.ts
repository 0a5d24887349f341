import { zeroAddress } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import { toAppError } from "#lib/base/errors/to-app-error.ts";
import { ChainUnavailable } from "#lib/base/errors/unavailable.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { onlyFeatures } from "#lib/shared/features.ts";
import { contractName, kinds } from "#lib/shared/contract/kinds.ts";
import { ownChain, through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { bodyFor, createTestContext, createWallet, type Wallet } from "#lib/testing/test-context.ts";
import { TokenMismatch, verifyToken } from "./verify.ts";

test("every kind of token is recognised as what was ordered", async () => {
  const context = await createTestContext();
  const chain = chainOf(context.chains, undefined);
  const wallet = await createWallet();
  for (const kind of kinds) {
    const name = contractName(kind);
    const { features, isCapped } = kind;
    const body = bodyFor(wallet.account.address, { name, features, cap: isCapped ? "2000000" : null });
    const { order } = await placeOrder(context, body);
    const creation = await deliver(wallet, order);
    await expect(verifyToken(chain, order, creation)).resolves.toBeUndefined();
  }
});

test("a token that differs from its order is named by what it differs in", async () => {
  const context = await createTestContext();
  const chain = chainOf(context.chains, undefined);
  const wallet = await createWallet();
  const body = bodyFor(wallet.account.address, { features: onlyFeatures("mintable") });
  const { order } = await placeOrder(context, body);
  const creation = await deliver(wallet, order);
  const other = { ...order, name: "Another", supplyUnits: 1n, features: [] };
  const verifying = verifyToken(chain, other, creation);
  await expect(verifying).rejects.toThrow(TokenMismatch);
  await expect(verifying).rejects.toThrow("differs from its order in name, supply, owner.");
});

test.each(["eth_getCode", "eth_call"])(
  "a node that is behind, by its %s, is asked again later",
  async (behind) => {
    const { context, wallet } = await ownChain();
    const node = await startRecordingProxy(context.parts.rpcUrl);
    onTestFinished(node.stop);
    const { order } = await placeOrder(context, bodyFor(wallet.account.address));
    const creation = await deliver(wallet, order);
    node.rewrite = (method, result) => (method === behind ? "0x" : result);
    const chain = chainOf(through(context, node.url).chains, undefined);
    const failure = await verifyToken(chain, order, creation).catch((error: unknown) => error);
    expect(toAppError(failure)).toBeInstanceOf(ChainUnavailable);
  },
);

/** Creates the token as anybody may, for nothing. */
async function deliver(wallet: Wallet, { checkout, salt, initcode }: OrderRow) {
  const contract = { address: checkout, abi: checkoutAbi } as const;
  const args = [salt, initcode, zeroAddress, 0n] as const;
  const hash = await wallet.writeContract({ ...contract, functionName: "deliver", args });
  return wallet.waitForTransactionReceipt({ hash });
}
