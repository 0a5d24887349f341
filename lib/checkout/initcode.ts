import "server-only";
import { encodeDeployData, getContractAddress, type Abi, type Address, type Hex } from "viem";
import type { TokenOrder } from "#lib/shared/order.ts";
import { contractName, kindOf } from "#lib/shared/contract/kinds.ts";
import { toUnits } from "#lib/shared/amounts/units.ts";
import { tokenArtifacts } from "./artifacts.ts";

/** The creation code that makes exactly this token: a committed artifact and its constructor's arguments. */
export function initcodeOf(order: TokenOrder): Hex {
  const name = contractName(kindOf(order));
  const artifact = tokenArtifacts[name];
  if (!artifact) throw new Error(`There is no contract ${name}.`);
  const supply = toUnits(order.supply, order.decimals);
  const args: unknown[] = [order.name, order.symbol, order.decimals, supply, order.owner];
  if (order.cap !== null) args.push(toUnits(order.cap, order.decimals));
  return encodeDeployData<Abi>({ ...artifact, args });
}

/** Where a Checkout will create this code. @see ERC-1014 */
export function tokenAddress(checkout: Address, salt: Hex, initcode: Hex): Address {
  return getContractAddress({ opcode: "CREATE2", from: checkout, salt, bytecode: initcode });
}
