import { availableParallelism } from "node:os";

import type { HardhatPlugin } from "hardhat/types/plugins";
import type { Compiler, CompilerInput, CompilerOutput } from "hardhat/types/solidity";

/** Each solc takes some hundred megabytes. */
const MOST_AT_ONCE = 8;

/**
 * Makes Hardhat compile on all cores. solc uses one, and the optimiser takes seconds for a contract; so several run at
 * once, each on all the sources, to yield the output of its share of them. As each knows the same of every source as
 * one alone would, the code is the same too. Hardhat means to drop this hook; without it compiling only takes longer.
 */
export const solcOnAllCores: HardhatPlugin = {
  id: "solc-on-all-cores",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        getCompiler: async (context, config, next) => {
          const compiler = await next(context, config);
          const { version, longVersion, compilerPath, isSolcJs } = compiler;
          const compile = (input: CompilerInput) => compileInShares(compiler, input);
          return { version, longVersion, compilerPath, isSolcJs, compile };
        },
      }),
    }),
  },
};

async function compileInShares(compiler: Compiler, input: CompilerInput): Promise<CompilerOutput> {
  // What is not optimised compiles faster than a second solc starts.
  if (!input.settings.viaIR) return compiler.compile(input);
  const shares = shareOut(input, Math.min(availableParallelism(), MOST_AT_ONCE));
  return merge(await Promise.all(shares.map((share) => compiler.compile(share))));
}

function shareOut(input: CompilerInput, count: number): CompilerInput[] {
  const { outputSelection, ...settings } = input.settings;
  const selected = outputSelection["*"];
  if (!selected || Object.keys(outputSelection).length > 1)
    throw new Error("Hardhat selects the output of each source by itself.");
  const names = Object.keys(input.sources);
  return Array.from({ length: count }, (_, nth) => {
    const share = names.filter((_name, index) => index % count === nth).map((name) => [name, selected]);
    return { ...input, settings: { ...settings, outputSelection: Object.fromEntries(share) } };
  });
}

function merge(outputs: CompilerOutput[]): CompilerOutput {
  const errors = outputs.flatMap((output) => output.errors ?? []);
  const merged: CompilerOutput = {
    errors: [...new Map(errors.map((error) => [error.formattedMessage, error])).values()],
    sources: {},
  };
  for (const { sources, contracts } of outputs) {
    for (const [name, source] of Object.entries(sources)) {
      if (source.ast) merged.sources[name] = source;
    }
    merged.contracts = { ...merged.contracts, ...contracts };
  }
  return merged;
}
