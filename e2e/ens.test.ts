import { zeroAddress, type Address } from "viem";
import { mainnet } from "viem/chains";
import { expect, onTestFinished, test } from "vitest";
import { resolveEns } from "#app/_fields/resolve-ens.ts";
import { startEnsNode } from "./support/ens-node.ts";

/** The form's look-up of ENS names, against a node of its own in which ENS answers one thing. */

const owner: Address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

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
  const node = await startEnsNode();
  onTestFinished(() => node.stop());
  await node.say(address);
  return node;
}
