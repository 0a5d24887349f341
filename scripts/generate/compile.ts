import { readFile } from "node:fs/promises";

import hre from "hardhat";
import type { Abi, Hex } from "viem";
import { z } from "zod";

/** A compiled contract. */
export type Compiled = { contractName: string; abi: Abi; bytecode: Hex };

/** What compiled it. */
export type Compiler = { version: string; evmVersion: string; optimizerRuns: number; viaIR: boolean };

const CHECKOUT = "contracts/Checkout.sol:Checkout";

const buildInfo = z.object({
  solcLongVersion: z.string(),
  input: z.object({
    settings: z.object({
      evmVersion: z.string(),
      optimizer: z.object({ runs: z.number() }),
      viaIR: z.boolean(),
    }),
  }),
});

/** Compiles all contracts but the tests, as `hardhat.config.ts` says. @param names those of the tokens' contracts */
export async function compileContracts(
  names: string[],
): Promise<{ checkout: Compiled; tokens: Compiled[]; compiler: Compiler }> {
  await hre.tasks.getTask("build").run({ noTests: true, quiet: true });
  return {
    checkout: await readCompiled(CHECKOUT),
    tokens: await Promise.all(names.map((name) => readCompiled(`contracts/token/${name}.sol:${name}`))),
    compiler: await compilerUsed(),
  };
}

async function readCompiled(qualifiedName: string): Promise<Compiled> {
  const { contractName, abi, bytecode } = await hre.artifacts.readArtifact(qualifiedName);
  return { contractName, abi, bytecode: `0x${bytecode.slice(2)}` };
}

async function compilerUsed(): Promise<Compiler> {
  const id = await hre.artifacts.getBuildInfoId(CHECKOUT);
  const path = id && (await hre.artifacts.getBuildInfoPath(id));
  if (!path) throw new Error(`Hardhat kept no build info for ${CHECKOUT}`);
  const { solcLongVersion, input } = buildInfo.parse(JSON.parse(await readFile(path, "utf8")));
  const { evmVersion, optimizer, viaIR } = input.settings;
  return { version: solcLongVersion, evmVersion, optimizerRuns: optimizer.runs, viaIR };
}
