import { maxUint208 } from "viem";

/** A Solidity contract, and what a file in `contracts/token/` imports it by. */
export type Contract = { name: string; path: string };

/**
 * A contract that tokens inherit from; one that `isToken` is a TokenBase, and stands in its place. Where it brings its
 * own version of a function that ERC20 has, `versions` says which contract that version stands in; so a token with
 * several versions of one can say how they go together.
 */
export type Base = Contract & { isToken?: boolean; versions?: { decimals?: Contract; _update?: Contract } };

/** An amount that may be given with a feature. It goes to the token's constructor, and to that of its base. */
export type Argument = {
  /** The field of an order's body that holds it, in whole tokens. */
  field: "cap";
  /** What then stands in the contract's name, instead of the feature's own part. */
  part: string;
  /** Inherited besides the feature's own base, and before it. */
  base: Base;
  /** What it adds to the feature's functions. */
  functions: readonly string[];
  /** What it means, in a sentence of the contract's. */
  text: string;
};

/** The most base units that a token can count, and how to call a token that can count no more. */
export type Maximum = { units: bigint; of: string };

/** All there is to say of something that a token may have or not, but for the words of pages (app/_words). */
export type Feature<Name extends string = string> = {
  /** Its key in an order's `features`, and in the database. */
  name: Name;
  /** What stands for it in the contract's name. */
  part: string;
  base: Base;
  /** Whether it takes an owner to use it. */
  isOwned: boolean;
  /** The functions that a token has because of it, those of an owner aside, by which it shows in the token's code. */
  functions: readonly string[];
  argument?: Argument;
  /** Given where it leaves less than a uint256. */
  maximum?: Maximum;
  /** What it means, in a sentence of the contract's. */
  text: string;
};

const openZeppelin = (name: string): Contract => ({
  name,
  path: `@openzeppelin/contracts/token/ERC20/extensions/${name}.sol`,
});
const own = (name: string): Contract => ({ name, path: `./base/${name}.sol` });

const capped = openZeppelin("ERC20Capped");
const holderVotes = own("HolderVotes");

/** In the order of the contract's name, of the form and of the receipt. A token's address hangs on this order. */
const table = [
  {
    name: "burnable",
    part: "Burnable",
    base: openZeppelin("ERC20Burnable"),
    isOwned: false,
    functions: ["burn(uint256)", "burnFrom(address,uint256)"],
    text: "Holders can destroy their own tokens for good.",
  },
  {
    name: "mintable",
    part: "Mintable",
    base: own("OwnerMintable"),
    isOwned: true,
    functions: ["mint(address,uint256)"],
    argument: {
      field: "cap",
      part: "Capped",
      base: { ...capped, versions: { _update: capped } },
      functions: ["cap()"],
      text: "The owner can make more tokens later, up to a cap.",
    },
    text: "The owner can make more tokens later.",
  },
  {
    name: "pausable",
    part: "Pausable",
    base: { ...own("OwnerPausable"), versions: { _update: openZeppelin("ERC20Pausable") } },
    isOwned: true,
    functions: ["pause()", "unpause()", "paused()"],
    text: "The owner can stop all transfers, and start them again.",
  },
  {
    name: "votes",
    part: "Votes",
    base: { ...holderVotes, isToken: true, versions: { decimals: holderVotes, _update: holderVotes } },
    isOwned: false,
    functions: [
      "delegate(address)",
      "delegateBySig(address,uint256,uint256,uint8,bytes32,bytes32)",
      "delegates(address)",
      "getVotes(address)",
      "getPastVotes(address,uint256)",
      "getPastTotalSupply(uint256)",
      "checkpoints(address,uint32)",
      "numCheckpoints(address)",
      "clock()",
      "CLOCK_MODE()",
    ],
    maximum: { units: maxUint208, of: "a token with votes" },
    text: "Holders can delegate the weight of their tokens, for on-chain votes.",
  },
  {
    name: "callbacks",
    part: "Callbacks",
    base: openZeppelin("ERC1363"),
    isOwned: false,
    functions: [
      "transferAndCall(address,uint256)",
      "transferAndCall(address,uint256,bytes)",
      "transferFromAndCall(address,address,uint256)",
      "transferFromAndCall(address,address,uint256,bytes)",
      "approveAndCall(address,uint256)",
      "approveAndCall(address,uint256,bytes)",
      "supportsInterface(bytes4)",
    ],
    text: "A transfer or approval can call the contract that it goes to (ERC-1363).",
  },
] as const satisfies readonly Feature[];

export type FeatureName = (typeof table)[number]["name"];

export const features: readonly Feature<FeatureName>[] = table;

/** Which features a token has, as an order says it. */
export type Features = Record<FeatureName, boolean>;

/** A value for every feature, by its name. */
export function mapFeatures<Value>(
  make: (feature: Feature<FeatureName>) => Value,
): Record<FeatureName, Value> {
  const made = Object.fromEntries(features.map((feature) => [feature.name, make(feature)]));
  if (!isComplete(made)) throw new Error("A feature is missing.");
  return made;
}

function isComplete<Value>(made: Record<string, Value>): made is Record<FeatureName, Value> {
  return features.every(({ name }) => name in made);
}

/** The features with these names, and no other. */
export function onlyFeatures(...names: FeatureName[]): Features {
  return mapFeatures(({ name }) => names.includes(name));
}

/** Those that are chosen, in the order of the table. */
export function chosenFeatures(flags: Features): Feature<FeatureName>[] {
  return features.filter(({ name }) => flags[name]);
}
