import type { Chain } from "viem";
import { base, hardhat, mainnet } from "viem/chains";
import { expect, test } from "vitest";
import type { VerifiersEnv } from "#lib/base/env.ts";
import { verifiersOf } from "./verifiers.ts";

const token = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const key = { ETHERSCAN_API_KEY: "KEY" };

test.each<[string, VerifiersEnv, Chain, Record<string, string | null>]>([
  ["on a local chain to nobody", key, hardhat, {}],
  ["elsewhere to Sourcify", {}, base, { sourcify: `https://sourcify.dev/server/repo-ui/8453/${token}` }],
  ["to nobody where that is said", { SOURCIFY_URL: "none" }, base, {}],
  [
    "with a key to Etherscan as well",
    { ...key, SOURCIFY_URL: "https://verifier.example/" },
    mainnet,
    {
      sourcify: `https://verifier.example/repo-ui/1/${token}`,
      etherscan: `https://etherscan.io/address/${token}#code`,
    },
  ],
  [
    "on a local chain to those who are named",
    { ...key, SOURCIFY_URL: "http://127.0.0.1:5555", ETHERSCAN_URL: "http://127.0.0.1:5556/api" },
    hardhat,
    { sourcify: `http://127.0.0.1:5555/repo-ui/31337/${token}`, etherscan: null },
  ],
])("sources are handed %s", (_, env, chain, pages) => {
  const verifiers = verifiersOf(env, { id: chain.id, definition: chain });
  expect(Object.fromEntries(verifiers.map(({ name, pageOf }) => [name, pageOf(token)]))).toEqual(pages);
});
