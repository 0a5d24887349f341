import {
  contractName,
  fullestKind,
  hasOwner,
  type Kind,
  kinds,
  maximumOf,
  partsOf,
} from "#lib/shared/contract/kinds.ts";
import { solidityHeader } from "./solidity.ts";

const flagOf = ({ part }: { part: string }) => part.toUpperCase();

/** `contracts/test/Kinds.t.sol`: the table of features, as the Solidity tests read it. */
export function kindsSource(): string {
  const parts = partsOf(fullestKind);
  const flags = ["OWNED", ...parts.map(flagOf)];
  const functions = parts.flatMap((part) =>
    part.functions.map((signature) => `OptionalFunction("${signature}", ${flagOf(part)})`),
  );
  return `${solidityHeader}
// What a token may have. A set of them is their sum.
${flags.map((flag, bit) => `uint256 constant ${flag} = 1 << ${bit};\n`).join("")}
/// A kind of token: the name of its contract, what it has, and the most base units that it can count.
struct Kind {
    string name;
    uint256 has;
    uint256 maxUnits;
}

/// A function that exactly those tokens have that have this part.
struct OptionalFunction {
    string signature;
    uint256 part;
}

function allKinds() pure returns (Kind[] memory all) {
    all = new Kind[](${kinds.length});
${linesOf(kinds.map((kind) => `Kind("${contractName(kind)}", ${hasOf(kind)}, ${maxUnitsOf(kind)})`))}}

function optionalFunctions() pure returns (OptionalFunction[] memory all) {
    all = new OptionalFunction[](${functions.length});
${linesOf(functions)}}
`;
}

function maxUnitsOf(kind: Kind): string {
  const { units } = maximumOf(kind.features);
  return `type(uint${units.toString(2).length}).max`;
}

function linesOf(values: string[]): string {
  return values.map((value, index) => `    all[${index}] = ${value};\n`).join("");
}

/** The flags of what a kind has. */
function hasOf(kind: Kind): string {
  const owner = hasOwner(kind.features) ? ["OWNED"] : [];
  return [...owner, ...partsOf(kind).map(flagOf)].join(" | ") || "0";
}
