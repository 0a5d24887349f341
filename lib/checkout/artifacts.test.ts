import { hexToNumber, keccak256, slice, toFunctionSelector, type Abi, type Hex } from "viem";
import { describe, expect, test } from "vitest";
import { tokenAbi } from "#lib/shared/abi.ts";
import { contractName, fullestKind, functionsOf, hasOwner, kinds } from "#lib/shared/kinds.ts";
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
const owned = ["owner()", "transferOwnership(address)", "renounceOwnership()"];
const optional = [...functionsOf(fullestKind), ...owned];

/** The keccak256 of the creation code of the first tokens, without what the compiler says of itself at its end. */
const asReleased: Record<string, Hex> = {
  Token: "0x145502b11de5bda9410007983acd2eb3dee0360c6c70e783ab644a3a4034a0ec",
  TokenBurnable: "0x0b8e4ef2535cc28cb2d5b78f3c9eb65da5826ec45b88eebc1a0fa6f621eab35d",
  TokenBurnableCapped: "0x8940427c436c2e8b2000686cb0cbef1644732a67357c6c2620917a05e0635312",
  TokenBurnableCappedPausable: "0x335ba89e5e07562745508abea98ed0e2bd24bcad80be656b04e7bc17c5c3473b",
  TokenBurnableMintable: "0x18d48a767ece827118ca19d25cca73221c0a0123840f38ab67193acffd13c06a",
  TokenBurnableMintablePausable: "0x83d1631490e9a56ccda0e0fbdfe65d74d63ead54c4c11598e1c03fde33befeb9",
  TokenBurnablePausable: "0x050edfd02dcf199bd007c67c3184578da645d72694a138231b2a5fed310c9ee3",
  TokenCapped: "0x83e3525e740a97d2fd9f893352463e91f72c4eb62590765a2829e0515747c9a5",
  TokenCappedPausable: "0x3f11ffe63e284917689b8e4181182b84d5d97df56e15378f1fcadb54273d8651",
  TokenMintable: "0xa5de01c7f88f0f93ffe453f74a1d82c811bcbb63c395fb28e70df55f2b3d81f2",
  TokenMintablePausable: "0x409ba84225776a652e8d8fc5f0548d18d6483ada2a934e34cde3f3bfcbc7adae",
  TokenPausable: "0xbc7bdf0e247d9a54c34ac754c6c9711420402cf05673e1f2a019682ff5a3c0cc",
};

test("there is a token for every choice of features, and no other", () => {
  expect(Object.keys(tokenArtifacts)).toEqual(kinds.map(contractName).toSorted());
});

test("what was once on offer is still made of the same code", () => {
  const codes = Object.keys(asReleased).map((name) => [name, keccak256(withoutMetadata(bytecodeOf(name)))]);
  expect(Object.fromEntries(codes)).toEqual(asReleased);
});

describe.each(kinds.map((kind) => [contractName(kind), kind] as const))("%s", (name, kind) => {
  const chosen = [...functionsOf(kind), ...(hasOwner(kind.features) ? owned : [])];

  test("has exactly the functions of its features", () => {
    expect(signaturesOf(abiOf(name))).toEqual([...always, ...chosen].toSorted());
  });

  test("its bytecode has the selectors of these features and of no other", () => {
    const present = optional.filter((signature) => pushesSelector(bytecodeOf(name), signature));
    expect(present.toSorted()).toEqual(chosen.toSorted());
  });

  test("every function of its is in the ABI that browsers get", () => {
    expect(signaturesOf(tokenAbi)).toEqual(expect.arrayContaining(signaturesOf(abiOf(name))));
  });
});

function abiOf(name: string): Abi {
  return tokenArtifacts[name]?.abi ?? [];
}

function bytecodeOf(name: string): Hex {
  return tokenArtifacts[name]?.bytecode ?? "0x";
}

/** The last two bytes are the length of the metadata before them. @see https://docs.soliditylang.org/en/latest/metadata.html */
function withoutMetadata(bytecode: Hex): Hex {
  return slice(bytecode, 0, -2 - hexToNumber(slice(bytecode, -2)));
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
