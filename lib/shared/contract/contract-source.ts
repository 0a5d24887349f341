import type { Abi } from "viem";

/** What the compiler takes on its standard input, by which anybody can compile a contract again. @see https://docs.soliditylang.org/en/latest/using-the-compiler.html */
export type CompilerInput = {
  language: "Solidity";
  sources: Record<string, { content: string }>;
  settings: Record<string, unknown> & { evmVersion: string; viaIR: boolean; optimizer: { runs: number } };
};

/** A contract of this server's to be read: `file` is its own among the sources, which are named as the compiler knows them. */
export type ContractSource = {
  name: string;
  file: string;
  abi: Abi;
  /** The compiler's whole version, with its commit. */
  compiler: string;
  /** By its SPDX identifier. */
  license: string;
  input: CompilerInput;
};

/** What a verifier calls a contract. */
export function qualifiedName({ file, name }: ContractSource): string {
  return `${file}:${name}`;
}

/** A source's name without what only the compiler needs, to tell it from those of other projects. */
export function shortName(path: string): string {
  return path.replace(/^(npm|project)\//, "");
}
