import { isAddress } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { expect, inject, onTestFinished, test } from "vitest";
import { chainClient } from "#lib/local/chain.ts";
import { startVerifier, type VerifierServer } from "#lib/testing/verifier/verifier-server.ts";
import { runScript } from "./support/run-program.ts";

const MOST_MS = 240_000;

test(
  "Checkout's own source is published with it, and its address stays the last line",
  async () => {
    const verifier = await startTestVerifier();
    const { code, stdout, stderr } = await deploy({ SOURCIFY_URL: verifier.url });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const address = stdout.trim().split("\n").at(-1) ?? "";
    expect(isAddress(address)).toBe(true);
    expect(stdout).toContain(`Its source is published: ${verifier.url}/repo-ui/31337/${address}\n`);
    expect([...verifier.desk.verified]).toEqual([address]);
  },
  MOST_MS,
);

test("where that is refused it is deployed all the same, and it is said why", async () => {
  const verifier = await startTestVerifier();
  verifier.interfere = (_request, response) => {
    response.writeHead(404, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ customCode: "unsupported_chain", message: "Chain 31337 not found" }));
    return true;
  };
  const { code, stdout, stderr } = await deploy({ SOURCIFY_URL: verifier.url });
  expect(code).toBe(0);
  expect(stderr).toBe("Its source is not published at sourcify: Chain 31337 not found\n");
  expect(isAddress(stdout.trim().split("\n").at(-1) ?? "")).toBe(true);
});

test("where nobody publishes it, nothing is deployed", async () => {
  const { code, stdout, stderr } = await deploy({});
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("--verify needs SOURCIFY_URL");
});

async function startTestVerifier(): Promise<VerifierServer> {
  const verifier = await startVerifier(inject("rpcUrl"));
  onTestFinished(verifier.stop);
  return verifier;
}

async function deploy(env: Record<string, string>) {
  const rpcUrl = inject("rpcUrl");
  const key = generatePrivateKey();
  const address = privateKeyToAddress(key);
  await chainClient(rpcUrl).setBalance({ address, value: 10n ** 18n });
  const given = { DEPLOYER_PRIVATE_KEY: key, RPC_URL_31337: rpcUrl, ...env };
  return runScript("checkout-deploy.ts", ["--chain", "31337", "--verify"], given, MOST_MS);
}
