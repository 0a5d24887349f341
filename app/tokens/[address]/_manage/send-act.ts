import type { Address, Hex } from "viem";
import type { Config } from "wagmi";
import { simulateContract, writeContract } from "wagmi/actions";
import { tokenAbi } from "#lib/shared/abi.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import type { Order } from "#lib/shared/order.ts";
import { beginAsking, type OnPhase } from "../_acts/phase.ts";
import { nodeOf, waitUntilDone } from "../_acts/wait-until-done.ts";
import { findTransaction } from "../_live/read-payment-news.ts";
import { readFacts, readHolding } from "../_live/read-token.ts";
import type { ReadToken } from "../_live/use-token-facts.ts";
import { isDone, type TokenState } from "./act-done.ts";
import type { Act } from "./act-input.ts";

/** Pages load this once it is asked for: it is large. */

/** An act, and the account that does it. */
export type AskedAct = { act: Act; account: Address };

type Listener = { onPhase: OnPhase; onSent: (hash: Hex) => void };

/**
 * Tries an act on the chain, has the wallet sign and send it, and waits until the token is as it makes it.
 * @returns the hash that the chain knows it by; null where it is none that the wallet has given
 * @throws viem's errors, and {@link waitUntilDone}'s
 */
export async function sendAct(
  config: Config,
  chain: PublicChain,
  order: Order,
  { act, account }: AskedAct,
  { onPhase, onSent }: Listener,
): Promise<Hex | null> {
  const before = await readToken(chain, order, account);
  const send = await tryAct(config, order, account, act);
  beginAsking(config, account, onPhase);
  const hash = await send();
  onSent(hash);
  onPhase("sent");
  const isNow = async () => isDone(act, before, await readToken(chain, order, account));
  const mined = await waitUntilDone(config, chain.id, hash, isNow);
  return mined ?? (await findTransaction(nodeOf(config, chain.id), hash).catch(() => null))?.hash ?? null;
}

async function readToken(chain: PublicChain, token: ReadToken, account: Address): Promise<TokenState> {
  const [facts, holding] = await Promise.all([readFacts(chain, token), readHolding(chain, token, account)]);
  return { facts, holding };
}

/** Tries an act. @returns what has the wallet sign and send it */
async function tryAct(
  config: Config,
  { chainId, address }: Pick<Order, "chainId" | "address">,
  account: Address,
  act: Act,
): Promise<() => Promise<Hex>> {
  const token = { chainId, address, account, abi: tokenAbi } as const;
  const { name } = act;
  switch (name) {
    case "mint": {
      const args = [act.to, act.units] as const;
      const { request } = await simulateContract(config, { ...token, functionName: name, args });
      return () => writeContract(config, request);
    }
    case "burn": {
      const { request } = await simulateContract(config, { ...token, functionName: name, args: [act.units] });
      return () => writeContract(config, request);
    }
    case "delegate": {
      const { request } = await simulateContract(config, { ...token, functionName: name, args: [act.to] });
      return () => writeContract(config, request);
    }
    case "transferOwnership": {
      const { request } = await simulateContract(config, { ...token, functionName: name, args: [act.to] });
      return () => writeContract(config, request);
    }
    case "pause":
    case "unpause":
    case "renounceOwnership": {
      const { request } = await simulateContract(config, { ...token, functionName: name });
      return () => writeContract(config, request);
    }
    default:
      throw new Error("unknown act", { cause: name satisfies never });
  }
}
