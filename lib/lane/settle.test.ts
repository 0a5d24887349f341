import { expect, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import { journalOf, ownChain, placeAndPay } from "#lib/testing/own-chain.ts";
import { viewLane } from "./nonces.ts";
import { send } from "./send.ts";
import { recoverAbandoned, reopenRemoved, settleUsed } from "./settle.ts";
import { signAt } from "./sign.ts";

test("a delivery that a reorganisation removed is given up where its order has another one, and recorded once it is mined after all", async () => {
  const { context, wallet, chain: node } = await ownChain();
  const { database, senders } = context;
  const chain = chainOf(context.chains, undefined);
  const { id: orderId } = await placeAndPay(context, wallet);
  const [sender] = senders;
  const lane = { chainId: chain.id, sender: sender.address };
  const fees = { gas: 21_000n, maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 1n };
  const request = { type: "eip1559", chainId: chain.id, to: sender.address, ...fees } as const;
  const signing = { chain, sender, purpose: { purpose: "delivery", orderId }, request } as const;

  const nonce = await node.getTransactionCount({ address: sender.address });
  const fork = await node.snapshot();
  const first = await signAt(database, signing, nonce);
  await send(chain, first);
  expect(await settleUsed(database, chain, lane, await viewLane(chain, sender.address))).toBe(1);
  await node.revert({ id: fork });
  await node.mine({ blocks: 1 });
  await signAt(database, signing, nonce + 1);

  expect(await reopenRemoved(database, lane, await viewLane(chain, sender.address))).toBe(0);
  const [removed, other] = await journalOf(context);
  expect(removed).toMatchObject({ outcome: "abandoned", blockNumber: null });
  expect(removed?.reason).toContain("reorganisation");
  expect(other).toMatchObject({ outcome: null });

  await send(chain, first);
  expect(await recoverAbandoned(database, chain, lane)).toBe(1);
  const [mined] = await journalOf(context);
  expect(mined).toMatchObject({ hash: first.hash, outcome: "mined", reason: null });
});
