import { zeroAddress } from "viem";
import { expect, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { onlyFeatures } from "#lib/shared/features.ts";
import { contractName, kinds } from "#lib/shared/contract/kinds.ts";
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

/** Creates the token as anybody may, for nothing. */
async function deliver(wallet: Wallet, { checkout, salt, initcode }: OrderRow) {
  const contract = { address: checkout, abi: checkoutAbi } as const;
  const args = [salt, initcode, zeroAddress, 0n] as const;
  const hash = await wallet.writeContract({ ...contract, functionName: "deliver", args });
  return wallet.waitForTransactionReceipt({ hash });
}
