import { hexToBigInt, numberToHex } from "viem";
import { expect, inject, onTestFinished, test } from "vitest";
import { z } from "zod";
import { startAnvil } from "#lib/testing/anvil.ts";
import { placeAndPay, through } from "#lib/testing/own-chain.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { createTestContext, createWallet } from "#lib/testing/test-context.ts";
import { deploy } from "./deploy.ts";

const AHEAD_MS = 1_500;

const nodes = [
  { name: "asked for a receipt", open: async () => inject("rpcUrl") },
  {
    name: "that answers with one",
    open: async () => {
      const { rpcUrl, stop } = await startAnvil({ "chain-id": 31337 });
      onTestFinished(stop);
      return rpcUrl;
    },
  },
];

test.each(nodes)("a node $name before its block is there is waited for until it is", async ({ open }) => {
  const rpcUrl = await open();
  const context = await createTestContext({}, rpcUrl);
  const node = await startRecordingProxy(rpcUrl);
  onTestFinished(node.stop);
  const order = await placeAndPay(context, await createWallet(rpcUrl));
  let hiddenUntil = Infinity;
  let head = 0n;
  const isHidden = (block: bigint) => block > head && Date.now() < hiddenUntil;
  node.beforeBroadcast = async () => {
    if (hiddenUntil < Infinity) return;
    head = (await context.chains[0]?.client.getBlockNumber({ cacheTime: 0 })) ?? 0n;
    hiddenUntil = Date.now() + AHEAD_MS;
  };
  node.rewrite = (method, result, [block]) => {
    if (hiddenUntil === Infinity) return result;
    if (method === "eth_blockNumber" && isHidden(hexToBigInt(hex.parse(result)))) return numberToHex(head);
    const number = hex.safeParse(block);
    if (method === "eth_getBlockByNumber" && number.success && isHidden(hexToBigInt(number.data)))
      return null;
    // Nor is there anything of it in the state.
    if ((method === "eth_getCode" || method === "eth_call") && Date.now() < hiddenUntil) return "0x";
    return result;
  };
  const deployed = await deploy(through(context, node.url), order);
  expect(deployed).toMatchObject({ status: "deployed" });
  expect(Date.now()).toBeGreaterThan(hiddenUntil);
});

const hex = z.templateLiteral(["0x", z.string()]);
