import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Address } from "viem";
import { compiler } from "#lib/checkout/artifacts.ts";
import { root, type Keep } from "#lib/local/process.ts";
import { runForUsage, type Usage } from "../../measure/usage.ts";

/** The arguments of the token's constructor; numbers as text. */
export type Token = { name: string; symbol: string; decimals: number; supplyUnits: string; owner: Address };

/** Deploys this very token. @returns its address, and what that took */
type Way = (token: Token) => Promise<Usage & { ms: number; address: Address }>;

type Network = { rpcUrl: string; privateKey: string };

const hardhat = fileURLToPath(new URL("cli.js", import.meta.resolve("hardhat")));
const NETWORK = "bench";

/** A server that writes a script for each token, over the one before, and has Hardhat run it. */
export function scriptWay(keep: Keep, network: Network): Way {
  const project = makeProject(keep, network, []);
  return (token) => {
    project.write("scripts/deploy.ts", scriptOf(token));
    return project.run("run", "scripts/deploy.ts");
  };
}

/** A server that writes a module of Hardhat Ignition's for each token, and has it deployed. */
export function ignitionWay(keep: Keep, network: Network): Way {
  const project = makeProject(keep, network, ["@nomicfoundation/hardhat-ignition"]);
  const path = "ignition/modules/token.ts";
  let deployments = 0;
  return (token) => {
    project.write(path, moduleOf(token));
    return project.run("ignition", "deploy", path, "--deployment-id", `order-${(deployments += 1)}`);
  };
}

/** A project of Hardhat's, with the contract and the compiler that ours come from. */
function makeProject(keep: Keep, network: Network, plugins: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "coinwright-ways-"));
  keep({ stop: async () => rmSync(folder, { recursive: true }) });
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  cpSync(join(root, "contracts/token/base"), join(folder, "contracts/base"), { recursive: true });
  cpSync(join(root, "contracts/token/Token.sol"), join(folder, "contracts/Token.sol"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  write("package.json", JSON.stringify({ name: "ways", type: "module", private: true }));
  write("hardhat.config.ts", configOf(network, plugins));
  const run = async (...args: string[]) => {
    const { output, ...took } = await runForUsage([hardhat, "--network", NETWORK, ...args], folder);
    return { ...took, address: addressIn(output) };
  };
  return { write, run };
}

function configOf({ rpcUrl, privateKey }: Network, plugins: string[]): string {
  const path = fileURLToPath(import.meta.resolve("solc/soljson.js"));
  const solc = { version: compiler.version.split("+")[0], path, settings: compiler.settings };
  const config = {
    // Ignition compiles as for production.
    solidity: { profiles: { default: solc, production: solc } },
    networks: { [NETWORK]: { type: "http", url: rpcUrl, accounts: [privateKey] } },
  };
  const imports = plugins.map((name, index) => `import plugin${index} from "${name}";\n`);
  const names = plugins.map((_, index) => `plugin${index}`);
  return `import { defineConfig } from "hardhat/config";
${imports.join("")}
export default defineConfig({ plugins: [${names.join(", ")}], ...${JSON.stringify(config)} });
`;
}

function scriptOf(token: Token): string {
  return `import { artifacts, network } from "hardhat";
import { createWalletClient, custom, publicActions } from "viem";
import { hardhat as chain } from "viem/chains";

const { provider } = await network.connect();
const wallet = createWalletClient({ chain, transport: custom(provider), pollingInterval: 50 }).extend(publicActions);
const [account] = await wallet.getAddresses();
const { abi, bytecode } = await artifacts.readArtifact("Token");
const hash = await wallet.deployContract({ account, abi, bytecode, args: ${argumentsOf(token)} });
const { contractAddress } = await wallet.waitForTransactionReceipt({ hash });
console.log(contractAddress);
`;
}

function moduleOf(token: Token): string {
  return `import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

export default buildModule("Order", (module) => ({ token: module.contract("Token", ${argumentsOf(token)}) }));
`;
}

function argumentsOf({ name, symbol, decimals, supplyUnits, owner }: Token): string {
  const [quotedName, quotedSymbol, quotedOwner] = [name, symbol, owner].map((text) => JSON.stringify(text));
  return `[${quotedName}, ${quotedSymbol}, ${decimals}, ${supplyUnits}n, ${quotedOwner}]`;
}

function addressIn(output: string): Address {
  const [found] = output.match(/0x[0-9a-fA-F]{40}(?![0-9a-fA-F])/) ?? [];
  if (!found) throw new Error(`This tells of no token:\n${output}`);
  return `0x${found.slice(2)}`;
}
