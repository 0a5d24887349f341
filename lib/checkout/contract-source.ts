import "server-only";
import { posix } from "node:path";
import type { Abi } from "viem";
import type { ContractSource } from "#lib/shared/contract/contract-source.ts";
import { checkoutArtifact, compiler, tokenArtifacts } from "./artifacts.ts";
import { remappings, soliditySources } from "./sources.ts";

/** What verifiers compare with the chain, and what people want of it. */
const OUTPUTS = ["abi", "metadata", "evm.bytecode", "evm.deployedBytecode"];

/**
 * What a contract of this server is compiled from: its file, all that this imports, and the compiler's settings.
 * Compiled so it gives the artifact to the byte, what the compiler says of itself at its end included.
 * @param name of a kind of token, or `Checkout`. @returns undefined where there is no such contract
 */
export function contractSource(name: string): ContractSource | undefined {
  const abi = abiOf(name);
  const file = Object.keys(soliditySources).find((path) => path.endsWith(`/${name}.sol`));
  if (!abi || file === undefined) return undefined;
  const files = importsOf(file);
  return {
    name,
    file,
    abi,
    compiler: compiler.version,
    license: licenseOf(file),
    input: {
      language: "Solidity",
      sources: Object.fromEntries(files.map((path) => [path, { content: contentOf(path) }])),
      settings: {
        ...compiler.settings,
        remappings,
        outputSelection: { [file]: { [name]: OUTPUTS } },
      },
    },
  };
}

function abiOf(name: string): Abi | undefined {
  if (name === "Checkout") return checkoutArtifact.abi;
  return Object.hasOwn(tokenArtifacts, name) ? tokenArtifacts[name]?.abi : undefined;
}

/** @see https://spdx.org/licenses */
function licenseOf(file: string): string {
  const [, license] = /^\/\/ SPDX-License-Identifier: (\S+)$/m.exec(contentOf(file)) ?? [];
  if (!license) throw new Error(`${file} does not say its license.`);
  return license;
}

/** The file and all that it imports, directly or not: the file first, each once. */
function importsOf(file: string): string[] {
  const found = new Set([file]);
  for (const each of found)
    for (const [, path = ""] of contentOf(each).matchAll(/^import\s[^;"]*"([^"]+)";/gm))
      found.add(resolve(path, each));
  return [...found];
}

/** The name of what a file imports by this path. @see https://docs.soliditylang.org/en/latest/path-resolution.html */
function resolve(path: string, from: string): string {
  if (path.startsWith(".")) return posix.join(posix.dirname(from), path);
  for (const remapping of remappings) {
    const [, context = "", prefix = "", target = ""] = /^(.*?):(.*?)=(.*)$/.exec(remapping) ?? [];
    if (from.startsWith(context) && path.startsWith(prefix)) return target + path.slice(prefix.length);
  }
  return path;
}

function contentOf(file: string): string {
  const content = soliditySources[file];
  if (content === undefined) throw new Error(`There is no source ${file}.`);
  return content;
}
