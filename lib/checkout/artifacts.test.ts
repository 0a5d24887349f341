import { toFunctionSelector, type Abi } from "viem";
import { describe, expect, test } from "vitest";
import { tokenAbi } from "#lib/shared/abi.ts";
import { tokenArtifacts } from "./artifacts.ts";

const always = [
  "name()",
  "symbol()",
  "decimals()",
  "totalSupply()",
  "balanceOf(address)",
  "transfer(address,uint256)",
  "approve(address,uint256)",
  "allowance(address,address)",
  "transferFrom(address,address,uint256)",
  "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)",
  "nonces(address)",
  "DOMAIN_SEPARATOR()",
  "eip712Domain()",
];
const burnable = ["burn(uint256)", "burnFrom(address,uint256)"];
const mintable = ["mint(address,uint256)"];
const capped = ["cap()"];
const pausable = ["pause()", "unpause()", "paused()"];
const owned = ["owner()", "transferOwnership(address)", "renounceOwnership()"];
const optional = [...burnable, ...mintable, ...capped, ...pausable, ...owned];

const tokens = Object.entries(tokenArtifacts);

test("there is a token for every choice of features", () => {
  const names = ["", "Burnable"].flatMap((burn) =>
    ["", "Mintable", "Capped"].flatMap((supply) =>
      ["", "Pausable"].map((pause) => `Token${burn}${supply}${pause}`),
    ),
  );
  expect(Object.keys(tokenArtifacts).toSorted()).toEqual(names.toSorted());
});

describe.each(tokens)("%s", (name, { abi, bytecode }) => {
  const chosen = functionsChosenBy(name);

  test("has exactly the functions of the features in its name", () => {
    expect(signaturesOf(abi)).toEqual([...always, ...chosen].toSorted());
  });

  test("its bytecode has the selectors of these features and of no other", () => {
    const present = optional.filter((signature) => pushesSelector(bytecode, signature));
    expect(present.toSorted()).toEqual(chosen.toSorted());
  });

  test("every function of its is in the ABI that browsers get", () => {
    expect(signaturesOf(tokenAbi)).toEqual(expect.arrayContaining(signaturesOf(abi)));
  });
});

function functionsChosenBy(name: string): string[] {
  const isMintable = /Mintable|Capped/.test(name);
  const isPausable = name.includes("Pausable");
  return [
    ...(name.includes("Burnable") ? burnable : []),
    ...(isMintable ? mintable : []),
    ...(name.includes("Capped") ? capped : []),
    ...(isPausable ? pausable : []),
    ...(isMintable || isPausable ? owned : []),
  ];
}

function signaturesOf(abi: Abi): string[] {
  return abi
    .filter((item) => item.type === "function")
    .map(({ name, inputs }) => `${name}(${inputs.map(({ type }) => type).join(",")})`)
    .toSorted();
}

/** Whether the bytecode pushes the function's selector on the stack: PUSH4 (0x63), as the dispatcher does to compare it. */
function pushesSelector(bytecode: string, signature: string): boolean {
  return bytecode.includes(`63${toFunctionSelector(signature).slice(2)}`);
}
