import { hardhat, mainnet } from "viem/chains";
import { expect, test } from "vitest";
import { publicConfig } from "./public-config.ts";

const served = {
  confirmations: 1,
  publicRpcUrl: "http://127.0.0.1:8545",
  checkout: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  serviceFeeWei: 1n,
} as const;
const rates = { rateOf: () => ({ perCoin: 2_000, currency: "EUR", readAt: "2026-01-01T00:00:00.000Z" }) };
const fixedRate = { perCoin: 3_000, currency: "USD" };

test("a chain's own rate goes before what is read, and is never too old", () => {
  const chains = [
    { ...served, id: 1, definition: mainnet, fixedRate },
    { ...served, id: 31337, definition: hardhat, fixedRate: undefined },
  ];
  const { chains: shown } = publicConfig({ chains, rates, env: {} });
  expect(shown.map(({ fiatRate }) => fiatRate)).toEqual([{ ...fixedRate, readAt: null }, rates.rateOf()]);
});

test("who runs the server is told as far as they say, and nothing else of the environment is", () => {
  const chains = [{ ...served, id: 1, definition: mainnet, fixedRate: undefined }];
  const env = {
    OPERATOR_NAME: "Example Mint",
    SUPPORT_EMAIL: "help@example.com",
    DEPLOYER_PRIVATE_KEY: "secret",
  };
  const config = publicConfig({ chains, rates: { rateOf: () => null }, env });
  expect(config.operator).toEqual({
    name: "Example Mint",
    url: null,
    email: "help@example.com",
    termsUrl: null,
  });
  expect(JSON.stringify(config)).not.toContain("secret");
});
