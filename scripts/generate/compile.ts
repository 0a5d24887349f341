import { readFile } from "node:fs/promises";

import hre from "hardhat";
import type { Abi, Hex } from "viem";
import { z } from "zod";

/** A compiled contract. */
export type Compiled = { contractName: string; abi: Abi; bytecode: Hex };

/** What compiled it, with the settings as solc takes them. */
export type Compiler = z.output<typeof compiler>;

const CHECKOUT = "contracts/Checkout.sol:Checkout";

const settings = z.object({
  evmVersion: z.string(),
  optimizer: z.object({
    enabled: z.boolean(),
    runs: z.number(),
    details: z.object({ yul: z.boolean(), yulDetails: z.object({ optimizerSteps: z.string() }) }),
  }),
  viaIR: z.boolean(),
});
const compiler = z.object({ version: z.string(), settings });
const buildInfo = z.object({ solcLongVersion: z.string(), input: z.object({ settings }) });

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

/** What the compiler is given: each file by the name it has there, and how the imports in it are found. */
export type Sources = { sources: Record<string, string>; remappings: readonly string[] };

/** The same files that {@link compileContracts} compiles, without compiling them. */
export async function readSources(): Promise<Sources> {
  const { solidity } = hre;
  const paths = await solidity.getRootFilePaths({ scope: "contracts" });
  const found = await solidity.getCompilationJobs(paths, { quiet: true, force: true, scope: "contracts" });
  if (!found.success) throw new Error(`Hardhat can't tell what to compile: ${found.reason}`);
  const [job, ...others] = new Set(found.compilationJobsPerFile.values());
  if (!job || others.length > 0) throw new Error("All contracts are to be compiled together.");
  const { sources, settings: given } = await job.getSolcInput();
  return {
    sources: Object.fromEntries(Object.entries(sources).map(([name, { content }]) => [name, content])),
    remappings: given.remappings ?? [],
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
  return { version: solcLongVersion, settings: input.settings };
}
