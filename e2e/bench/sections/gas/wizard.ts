import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { erc20, type ERC20Options } from "@openzeppelin/wizard";
import solc from "solc";
import { encodeDeployData, type Abi, type Address, type Hex } from "viem";
import { z } from "zod";
import { chosenFeatures, type FeatureName } from "#lib/shared/features.ts";
import { contractName, type Kind } from "#lib/shared/contract/kinds.ts";

/** What the project that the Wizard offers for download compiles with; solc's default are 200 runs. */
export const wizardSettings = { evmVersion: "cancun", optimizer: { enabled: true } };

/** What the Wizard calls what a feature makes. It knows nothing of caps. */
const options: Record<FeatureName, Partial<ERC20Options>> = {
  burnable: { burnable: true },
  mintable: { mintable: true },
  pausable: { pausable: true },
  votes: { votes: true },
  callbacks: { callback: true },
};

type Coin = { name: string; symbol: string; supply: string };

/** Creation code by the contract's name, without arguments, and what these are. */
type Made = Record<string, { abi: Abi; bytecode: Hex }>;

const output = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        abi: z.custom<Abi>(Array.isArray),
        evm: z.object({ bytecode: z.object({ object: z.string().transform((code): Hex => `0x${code}`) }) }),
      }),
    ),
  ),
});

export function isKnownToWizard({ isCapped }: Kind): boolean {
  return !isCapped;
}

/** Compiles what the Wizard prints for these kinds of a token, with all else as it is by default. @throws what solc says */
export function compileByWizard(kinds: readonly Kind[], coin: Coin, settings: object): Made {
  const sources = kinds.map((kind) => [`${contractName(kind)}.sol`, { content: printed(kind, coin) }]);
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(sources),
    settings: { ...settings, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
  };
  const { errors, contracts } = output.parse(
    JSON.parse(solc.compile(JSON.stringify(input), { import: readSource })),
  );
  const wrong = errors.filter(({ severity }) => severity === "error");
  if (wrong.length > 0) throw new Error(wrong.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const identifier = coin.name.replaceAll(" ", "");
  return Object.fromEntries(
    kinds.map((kind) => {
      const made = contracts[`${contractName(kind)}.sol`]?.[identifier];
      if (!made) throw new Error(`The Wizard's ${contractName(kind)} has no contract ${identifier}.`);
      return [contractName(kind), { abi: made.abi, bytecode: made.evm.bytecode.object }];
    }),
  );
}

/** The code that creates a token with this wallet as its owner, and as the one who gets all of it. */
export function wizardInitcode({ abi, bytecode }: Made[string], owner: Address): Hex {
  const inputs = abi.find((item) => item.type === "constructor")?.inputs ?? [];
  return encodeDeployData<Abi>({ abi, bytecode, args: inputs.map(() => owner) });
}

function printed({ features }: Kind, { name, symbol, supply }: Coin): string {
  const chosen = chosenFeatures(features).map((feature) => options[feature.name]);
  return erc20.print(Object.assign({ name, symbol, premint: supply }, ...chosen));
}

function readSource(path: string): { contents: string } {
  return { contents: readFileSync(createRequire(import.meta.url).resolve(path), "utf8") };
}
