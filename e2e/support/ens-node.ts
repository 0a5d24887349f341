import {
  createTestClient,
  encodeAbiParameters,
  http,
  parseAbiParameters,
  type Address,
  type Hex,
} from "viem";
import { mainnet } from "viem/chains";
import type { Stoppable } from "#lib/local/process.ts";
import { startAnvil } from "#lib/testing/anvil.ts";

const resolver: Address = "0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e";

type EnsNode = Stoppable & {
  rpcUrl: string;
  /** Has ENS say this address of every name from now on; the zero address for none. */
  say: (address: Address) => Promise<void>;
};

/** A node of a chain that takes itself for Ethereum, in which ENS answers one thing. */
export async function startEnsNode(): Promise<EnsNode> {
  const { rpcUrl, stop } = await startAnvil({ "chain-id": mainnet.id });
  const client = createTestClient({ mode: "anvil", transport: http(rpcUrl) });
  const say = async (address: Address) => {
    const said = encodeAbiParameters(parseAbiParameters("address"), [address]);
    const answer = encodeAbiParameters(parseAbiParameters("bytes, address"), [said, resolver]);
    await client.setCode({
      address: mainnet.contracts.ensUniversalResolver.address,
      bytecode: alwaysReturning(answer),
    });
  };
  return { rpcUrl, stop, say };
}

/** Code of a contract that returns the same whatever it is asked: CODECOPY of what follows it, RETURN. */
function alwaysReturning(data: Hex): Hex {
  const size = ((data.length - 2) / 2).toString(16).padStart(4, "0");
  return `0x61${size}600e60003961${size}6000f3${data.slice(2)}`;
}
