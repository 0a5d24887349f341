import { expect, test } from "vitest";
import { readOwner } from "./read-owner.ts";

const address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

test.each([
  ["", 1, { kind: "empty" }],
  ["  ", 1, { kind: "empty" }],
  [address, 1, { kind: "address", address }],
  [`\t ${address} \n`, 1, { kind: "address", address }],
  [`eth:${address}`, 1, { kind: "address", address }],
  [`ETH: ${address}`, 1, { kind: "address", address }],
  [`eip155:31337:${address}`, 31337, { kind: "address", address }],
  [`eth:${address}`, 11155111, { kind: "otherChain", prefix: "eth", chain: "Ethereum" }],
  [`arb1:${address}`, 1, { kind: "otherChain", prefix: "arb1", chain: "Arbitrum One" }],
  [`eip155:8453:${address}`, 1, { kind: "otherChain", prefix: "eip155:8453", chain: "Base" }],
  [`eip155:4242:${address}`, 1, { kind: "otherChain", prefix: "eip155:4242", chain: "4242" }],
  [`bitcoin:${address}`, 1, { kind: "unknownPrefix", prefix: "bitcoin" }],
  [`toString:${address}`, 1, { kind: "unknownPrefix", prefix: "toString" }],
  ["vitalik.eth", 1, { kind: "ens", name: "vitalik.eth" }],
  [" pay.coin.wright.eth ", 1, { kind: "ens", name: "pay.coin.wright.eth" }],
  ["名字.eth", 31337, { kind: "ens", name: "名字.eth" }],
  ["vitalik", 1, { kind: "address", address: "vitalik" }],
  ["0x12", 1, { kind: "address", address: "0x12" }],
  ["me@example.com", 1, { kind: "address", address: "me@example.com" }],
  ["https://example.com", 1, { kind: "address", address: "https://example.com" }],
])("the owner %j on chain %i is %j", (text, chainId, entry) => {
  expect(readOwner(text, chainId)).toEqual(entry);
});
