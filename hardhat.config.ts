import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { defineConfig } from "hardhat/config";

import { solcOnAllCores } from "./scripts/generate/solc-on-all-cores.ts";

const solc = { version: "0.8.37", path: fileURLToPath(import.meta.resolve("solc/soljson.js")) };
const evmVersion = "cancun";

// Buyers pay for delivery, most of which is the size of the token's code. 200 runs cost less than 1 % more
// to deliver than 1 run, and keep cheap what wallets call all day.
// Of solc's own sequence of steps the function specializer, `F`, is left out: it copies a function for each constant that
// the function is called with. https://docs.soliditylang.org/en/latest/internals/optimizer.html#function-specializer
const optimizerSteps = [
  "dfDvulfnTUtnIfxa[r]EscLMVcul [j]Trpeulxa[r]cLvifMCTUca[r]LSsTOtfDnca[r]Iulc",
  "scCTUtvifMx[scCTUt] TOntnfDIulvifMjmul[jul] VcTOcul jmul:fDnTOcmuO",
].join("");
const optimizer = { enabled: true, runs: 200, details: { yul: true, yulDetails: { optimizerSteps } } };
const release = { ...solc, settings: { evmVersion, optimizer, viaIR: true } };

// Tests run the release bytecode, but their own need not be good: this compiles five times as fast.
const test = { ...solc, settings: { evmVersion, optimizer: { enabled: false }, viaIR: false } };
const testsPath = "contracts/test";
const tests = readdirSync(new URL(testsPath, import.meta.url)).filter((name) => name.endsWith(".t.sol"));

// A token's address commits to its bytecode, so no profile may compile it in its own way.
const everyProfile = {
  compilers: [release],
  overrides: Object.fromEntries(tests.map((name) => [`${testsPath}/${name}`, test])),
  isolated: false,
};

export default defineConfig({
  plugins: [solcOnAllCores],
  solidity: {
    profiles: { default: everyProfile, production: everyProfile },
    splitTestsCompilation: true,
  },
  networks: {
    // What `hardhat node` serves.
    node: { type: "edr-simulated", chainId: 31337 },
  },
  test: {
    solidity: {
      fuzz: { runs: 256 },
      invariant: { runs: 64, depth: 100, failOnRevert: true },
    },
  },
});
