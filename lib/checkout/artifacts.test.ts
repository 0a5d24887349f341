import { hexToNumber, keccak256, slice, toFunctionSelector, type Abi, type Hex } from "viem";
import { describe, expect, test } from "vitest";
import { tokenAbi } from "#lib/shared/abi.ts";
import { contractName, fullestKind, functionsOf, hasOwner, kinds } from "#lib/shared/contract/kinds.ts";
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
  Token: "0x41508bb08c92765cd29b957af7ed5a39c041fc6d468255736e62f90b3af70d4e",
  TokenBurnable: "0xd824b9cf353304b6ab0ee4ce08168443b49eb369f666c70c98ea4235f1e15c61",
  TokenBurnableCapped: "0xf3f4b82b2fef1314b1d2777fcc59e90449d84d0d0e95124dc9c15dbeb2e28fc8",
  TokenBurnableCappedPausable: "0xc3080ca7d2ce7d37f763374deea7c32fb2a69a396321ac49041f7fe6f17a540d",
  TokenBurnableMintable: "0xbc2c370ac3b5e873449df58062e26595810160729865242961183ac1607ea263",
  TokenBurnableMintablePausable: "0xd1f5b14fa68ad31d9e2c5052973fb26d57e268d401144e7d50bb5a082594aafc",
  TokenBurnablePausable: "0xc92eb9efd7ccc7dbbd2c27ad7b01002e378db5de8a90b4a837deef3f3caca9fe",
  TokenCapped: "0xf2fa63958057e4c0699ba6701439386292415bbdc2e6208ea63eeff63d3aed31",
  TokenCappedPausable: "0xe3a9a56d175babed1f3d5ffcbe99883762e745e40e16cc24f5880ce7def9ee0b",
  TokenMintable: "0xcc9d568b25e4aa2228149cc5b46465a1134b77b3a97f9f3044288855e82208f1",
  TokenMintablePausable: "0xb8f89159298975c0429bbc195a830807b7377c2492ac1696fbd6ebc71bf033d1",
  TokenPausable: "0xd632fc082db829495e6dd29dcd670b920f6da3bc50d63d461d5a5760fd37031f",
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
