import { expect, test } from "vitest";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { contentSecurityPolicy } from "./content-security-policy.ts";

const chain: PublicChain = {
  id: 1,
  name: "Ethereum",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrl: "https://node.example/v1/key?x=1",
  blockTimeMs: null,
  confirmations: 1,
  explorerUrl: null,
  checkout: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  serviceFeeWei: "0",
  fiatRate: null,
};

function directivesOf(walletConnectProjectId: string | null): Map<string, string> {
  const config = { chains: [chain] as [PublicChain], walletConnectProjectId };
  const policy = contentSecurityPolicy({ nonce: "abc", config, isDevelopment: false });
  return new Map(policy.split("; ").map((each) => [each.split(" ")[0] ?? "", each.replace(/^\S+ /, "")]));
}

test("scripts run by their nonce alone, and pages talk to themselves and the nodes that are configured", () => {
  const policy = directivesOf(null);
  expect(policy.get("script-src")).toBe("'nonce-abc' 'strict-dynamic'");
  expect(policy.get("connect-src")).toBe("'self' https://node.example");
  for (const name of ["object-src", "base-uri", "frame-ancestors", "frame-src"])
    expect(policy.get(name)).toBe("'none'");
});

test("WalletConnect's relay and its word for who asks are there with a project's id, and only then", () => {
  const own = directivesOf(null);
  const policy = directivesOf("id");
  const more = [...policy].filter(([name, sources]) => own.get(name) !== sources);
  expect(more.map(([name]) => name)).toEqual(["connect-src", "frame-src"]);
  expect([...own.values()].join(" ")).not.toMatch(/walletconnect/);
  expect(policy.get("connect-src")).toMatch(/ wss:\/\/relay\.walletconnect\.org$/);
  expect(policy.get("frame-src")).toMatch(/https:\/\/verify\.walletconnect\.org$/);
});
