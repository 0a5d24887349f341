import { inject, onTestFinished, expect, test } from "vitest";
import type { Hex } from "viem";
import { compiler } from "#lib/checkout/artifacts.ts";
import type { ContractSource } from "#lib/shared/contract/contract-source.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { ETHERSCAN_TEST_KEY } from "#lib/testing/verifier/etherscan-answer.ts";
import { startVerifier } from "#lib/testing/verifier/verifier-server.ts";
import { attemptPublication } from "./attempt.ts";
import { etherscan } from "./etherscan.ts";
import { nextOf, type Pending } from "./next.ts";
import { sourcify } from "./sourcify.ts";
import type { Outcome, Verifier } from "./verifier.ts";

const never = new AbortController().signal;
const fresh: Pending = { ticket: null, submittedAt: null, failures: 0 };

test("the source of something else is refused by both, who say so", async () => {
  const verifier = await startVerifier(inject("rpcUrl"));
  onTestFinished(verifier.stop);
  const { chains } = await createTestContext();
  const [chain] = chains;
  if (!chain) throw new Error("There is no chain.");
  const constructorData: Hex = "0x";
  const contract = { address: chain.checkout, source: somethingElse, constructorData, creationTx: null };
  const both = [
    sourcify(verifier.url, 31337),
    etherscan({
      url: verifier.etherscanUrl,
      chainId: 31337,
      apiKey: ETHERSCAN_TEST_KEY,
      explorerUrl: null,
    }),
  ];
  for (const each of both)
    expect(await endOf(each, (pending) => attemptPublication(each, contract, pending, never))).toEqual({
      kind: "refused",
      reason: expect.stringContaining("bytecodes don't match"),
    });
}, 150_000);

test("a chain that a verifier does not have, and a job that it does not know", async () => {
  const verifier = await startVerifier(inject("rpcUrl"));
  onTestFinished(verifier.stop);
  const address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
  const contract = { address, source: somethingElse, constructorData: "0x", creationTx: null } as const;
  const settings = { url: verifier.etherscanUrl, apiKey: ETHERSCAN_TEST_KEY, explorerUrl: null };
  for (const each of [sourcify(verifier.url, 5), etherscan({ ...settings, chainId: 5 })])
    expect(await attemptPublication(each, contract, fresh, never)).toMatchObject({ kind: "unsupported" });
  for (const each of [sourcify(verifier.url, 31337), etherscan({ ...settings, chainId: 31337 })])
    expect(await attemptPublication(each, contract, { ...fresh, ticket: "gone" }, never)).toMatchObject({
      kind: "undone",
    });
});

const file = "Else.sol";
const somethingElse: ContractSource = {
  name: "Else",
  file,
  abi: [],
  compiler: compiler.version,
  license: "MIT",
  input: {
    language: "Solidity",
    sources: { [file]: { content: "contract Else {}" } },
    settings: {
      ...compiler.settings,
      outputSelection: { [file]: { Else: ["evm.bytecode", "evm.deployedBytecode"] } },
    },
  },
};

/** What a verifier says in the end. */
async function endOf({ name }: Verifier, attempt: (pending: Pending) => Promise<Outcome>): Promise<Outcome> {
  let pending = fresh;
  for (;;) {
    const outcome = await attempt(pending);
    if (outcome.kind !== "pending") return outcome;
    const next = nextOf(pending, outcome, Date.now());
    if (next.state !== "pending") throw new Error(`${name} has ended by itself.`);
    pending = next;
    await expect.poll(() => true, { interval: 200 }).toBe(true);
  }
}
