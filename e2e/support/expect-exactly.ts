import { expect } from "vitest";
import { tokenAbi } from "#lib/shared/abi.ts";
import { chosenFeatures } from "#lib/shared/features.ts";
import type { Order } from "#lib/shared/order.ts";
import { openPayment, type Wallet } from "#lib/testing/test-context.ts";

/** An order's token is on chain as it was ordered, and nothing of its payment is left. */
export async function expectExactly(wallet: Wallet, order: Order): Promise<void> {
  const token = { address: order.address, abi: tokenAbi } as const;
  const hasOwner = chosenFeatures(order.features).some(({ isOwned }) => isOwned);
  const found = {
    name: await wallet.readContract({ ...token, functionName: "name" }),
    symbol: await wallet.readContract({ ...token, functionName: "symbol" }),
    decimals: await wallet.readContract({ ...token, functionName: "decimals" }),
    supplyUnits: await wallet.readContract({ ...token, functionName: "totalSupply" }),
    owner: hasOwner ? await wallet.readContract({ ...token, functionName: "owner" }) : order.owner,
  };
  expect(found).toEqual({
    name: order.name,
    symbol: order.symbol,
    decimals: order.decimals,
    supplyUnits: BigInt(order.supply) * 10n ** BigInt(order.decimals),
    owner: order.deployer,
  });
  expect(await openPayment(wallet, order)).toEqual([0n, 0n]);
}
