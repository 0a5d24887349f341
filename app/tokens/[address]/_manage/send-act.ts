import type { Address, Hex } from "viem";
import type { Config } from "wagmi";
import { simulateContract, writeContract } from "wagmi/actions";
import { tokenAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import type { Act } from "./act-input.ts";

/** Pages load this once it is asked for: it is large. */
export { waitUntilMined } from "../_acts/wait-until-mined.ts";

/** Tries an act on the chain, then has the wallet sign and send it. @returns its hash @throws viem's errors */
export async function sendAct(
  config: Config,
  { chainId, address }: Pick<Order, "chainId" | "address">,
  account: Address,
  act: Act,
): Promise<Hex> {
  const token = { chainId, address, account, abi: tokenAbi } as const;
  const { name } = act;
  switch (name) {
    case "mint": {
      const args = [act.to, act.units] as const;
      const { request } = await simulateContract(config, { ...token, functionName: name, args });
      return writeContract(config, request);
    }
    case "burn": {
      const { request } = await simulateContract(config, { ...token, functionName: name, args: [act.units] });
      return writeContract(config, request);
    }
    case "delegate": {
      const { request } = await simulateContract(config, { ...token, functionName: name, args: [act.to] });
      return writeContract(config, request);
    }
    case "transferOwnership": {
      const { request } = await simulateContract(config, { ...token, functionName: name, args: [act.to] });
      return writeContract(config, request);
    }
    case "pause":
    case "unpause":
    case "renounceOwnership": {
      const { request } = await simulateContract(config, { ...token, functionName: name });
      return writeContract(config, request);
    }
    default:
      throw new Error("unknown act", { cause: name satisfies never });
  }
}
