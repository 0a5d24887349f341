import { decodeAbiParameters, type Address } from "viem";
import { expect, test } from "vitest";
import { tokenArtifacts } from "#lib/checkout/artifacts.ts";
import { initcodeOf } from "#lib/checkout/initcode.ts";
import { onlyFeatures } from "#lib/shared/features.ts";
import { contractName, kindOf } from "#lib/shared/contract/kinds.ts";
import { constructorArguments } from "./constructor-arguments.ts";

const owner: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const values = { name: 'Copper "Penny"', symbol: "PENNY", decimals: 6, supply: "1000.5", cap: "2000", owner };

test("what is shown is what the token's code is made with", () => {
  const features = onlyFeatures("mintable");
  const { abi, bytecode } = tokenArtifacts[contractName(kindOf({ features, cap: "2000" }))] ?? {};
  if (!abi || !bytecode) throw new Error("There is no such token.");
  const order = {
    ...values,
    features,
    deployer: owner,
    chainId: 31337,
    salt: `0x${"0".repeat(64)}` as const,
  };
  const encoded: `0x${string}` = `0x${initcodeOf(order).slice(bytecode.length)}`;
  const inputs = abi.flatMap((item) => (item.type === "constructor" ? item.inputs : []));
  const shown = constructorArguments(abi, values).map(({ type, value }) =>
    type === "string" ? JSON.parse(value ?? "null") : value,
  );
  expect(shown).toEqual(decodeAbiParameters(inputs, encoded).map(String));
});

test("what is not filled in, or not valid, is not made up", () => {
  const { abi = [] } = tokenArtifacts["Token"] ?? {};
  const blank = { name: "", symbol: "", decimals: Number.NaN, supply: "much", cap: null, owner: null };
  expect(constructorArguments(abi, blank).map(({ value }) => value)).toEqual([null, null, null, null, null]);
  const [, , , supply] = constructorArguments(abi, { ...values, decimals: 0 });
  expect(supply?.value).toBeNull();
});
