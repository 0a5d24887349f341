import {
  createTestClient,
  encodeAbiParameters,
  http,
  parseAbiParameters,
  zeroAddress,
  type Address,
  type Hex,
} from "viem";
import { mainnet } from "viem/chains";
import { expect, onTestFinished, test } from "vitest";
import { resolveEns } from "#app/_order-form/_owner/resolve-ens.ts";
import { startAnvil } from "#lib/testing/anvil.ts";

/** The form's look-up of ENS names, against a node of its own in which ENS answers one thing. */

const owner: Address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const resolver: Address = "0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e";

test("a name is the address that ENS says, in whatever letters it is written", async () => {
  const { rpcUrl } = await chainWhereEnsSays(owner);
  expect(await resolveEns(mainnet.id, rpcUrl, "vitalik.eth")).toBe(owner);
  expect(await resolveEns(mainnet.id, rpcUrl, "Vitalik.ETH")).toBe(owner);
});

test("a name of nobody, and what can be no name, is no address", async () => {
  const { rpcUrl } = await chainWhereEnsSays(zeroAddress);
  expect(await resolveEns(mainnet.id, rpcUrl, "nobody.eth")).toBeNull();
  expect(await resolveEns(mainnet.id, rpcUrl, "a\u200b.e_th")).toBeNull();
});

test("a node that is not there is an error, not a name of nobody", async () => {
  const { rpcUrl, stop } = await chainWhereEnsSays(owner);
  await stop();
  await expect(resolveEns(mainnet.id, rpcUrl, "vitalik.eth")).rejects.toThrow(/HTTP request failed/);
});

async function chainWhereEnsSays(address: Address) {
  const node = await startAnvil({ "chain-id": mainnet.id });
  onTestFinished(() => node.stop());
  const client = createTestClient({ mode: "anvil", transport: http(node.rpcUrl) });
  const said = encodeAbiParameters(parseAbiParameters("address"), [address]);
  const answer = encodeAbiParameters(parseAbiParameters("bytes, address"), [said, resolver]);
  await client.setCode({
    address: mainnet.contracts.ensUniversalResolver.address,
    bytecode: alwaysReturning(answer),
  });
  return node;
}

/** Code of a contract that returns the same whatever it is asked: CODECOPY of what follows it, RETURN. */
function alwaysReturning(data: Hex): Hex {
  const size = ((data.length - 2) / 2).toString(16).padStart(4, "0");
  return `0x61${size}600e60003961${size}6000f3${data.slice(2)}`;
}
