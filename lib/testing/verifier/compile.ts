import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Hex } from "viem";
import { z } from "zod";

const reference = z.object({ start: z.number(), length: z.number() });
const contract = z.object({
  evm: z.object({
    bytecode: z.object({ object: z.string() }),
    deployedBytecode: z.object({
      object: z.string(),
      immutableReferences: z.record(z.string(), z.array(reference)).default({}),
    }),
  }),
});
const output = z.object({
  contracts: z.record(z.string(), z.record(z.string(), contract)).default({}),
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
});
const answer = z.object({ output: z.string(), version: z.string() });

export type Recompiled = { creation: Hex; matches: (runtime: Hex) => boolean };

/**
 * Compiles a contract anew, in a thread, since it takes seconds.
 * @param name the contract's, with its file before it
 * @throws where it can't be compiled so, or not by this version
 */
export async function recompile(input: object, version: string, name: string): Promise<Recompiled> {
  const file = new URL("./compile-worker.ts", import.meta.url);
  const [message] = await once(new Worker(file, { workerData: JSON.stringify(input) }), "message");
  const compiled = answer.parse(message);
  if (!compiled.version.startsWith(version.replace(/^v/, "")))
    throw new Error(`There is no compiler ${version} here.`);
  const { contracts, errors } = output.parse(JSON.parse(compiled.output));
  const error = errors.find(({ severity }) => severity === "error");
  if (error) throw new Error(error.formattedMessage);
  const at = name.lastIndexOf(":");
  const found = contracts[name.slice(0, at)]?.[name.slice(at + 1)];
  if (!found) throw new Error(`There is no contract ${name} in it.`);
  const { object, immutableReferences } = found.evm.deployedBytecode;
  const immutables = Object.values(immutableReferences).flat();
  return {
    creation: `0x${found.evm.bytecode.object}`,
    matches: (runtime) => without(immutables, `0x${object}`) === without(immutables, runtime),
  };
}

/** Code without the places where the constructor writes. */
function without(places: z.output<typeof reference>[], code: Hex): string {
  return places.reduce(
    (text, { start, length }) =>
      text.slice(0, 2 + 2 * start) + "0".repeat(2 * length) + text.slice(2 + 2 * (start + length)),
    code.toLowerCase(),
  );
}
