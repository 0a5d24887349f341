import { maxUint256 } from "viem";
import {
  type Argument,
  chosenFeatures,
  type Feature,
  type FeatureName,
  features,
  mapFeatures,
  type Maximum,
  onlyFeatures,
  type Features,
} from "#lib/shared/features.ts";

/** A choice of features: what makes one token's contract another than the next one's. */
export type Kind = {
  features: Features;
  /** Whether the one that may have an argument has it. */
  isCapped: boolean;
};

/** What a feature and its argument have in common. */
type Part = Pick<Feature, "part" | "base" | "functions" | "text">;

/** Every kind of token that can be ordered. */
export const kinds: readonly Kind[] = features.reduce<Kind[]>(
  (those, { name, argument }) =>
    those.flatMap((kind) => {
      const chosen = { ...kind, features: { ...kind.features, [name]: true } };
      return [kind, chosen, ...(argument ? [{ ...chosen, isCapped: true }] : [])];
    }),
  [{ features: onlyFeatures(), isCapped: false }],
);

/** The one that has everything. */
export const fullestKind: Kind = { features: mapFeatures(() => true), isCapped: true };

/** The kind that a token is. @param token `cap` is null where it has none */
export function kindOf({ features: flags, cap }: { features: Features; cap: unknown }): Kind {
  return { features: flags, isCapped: cap !== null };
}

/** The amounts that are given to its constructor. */
export function argumentsOf({ features: flags, isCapped }: Kind): Argument[] {
  return isCapped ? chosenFeatures(flags).flatMap(({ argument }) => argument ?? []) : [];
}

/** What a kind of token is made of, in the order of the table: an argument stands before the feature that takes it. */
export function partsOf(kind: Kind): Part[] {
  const given = argumentsOf(kind);
  return chosenFeatures(kind.features).flatMap((feature): Part[] =>
    feature.argument && given.includes(feature.argument) ? [feature.argument, feature] : [feature],
  );
}

/** What names and describes a kind of token: its features, or their arguments where those are given. */
export function headingsOf(kind: Kind): Part[] {
  const given = argumentsOf(kind);
  return chosenFeatures(kind.features).map(
    (feature) => given.find((argument) => argument === feature.argument) ?? feature,
  );
}

/** The contract that has exactly the chosen features, and no other. */
export function contractName(kind: Kind): string {
  return `Token${headingsOf(kind)
    .map(({ part }) => part)
    .join("")}`;
}

/** The signatures of the functions that a kind of token has because of its features. */
export function functionsOf(kind: Kind): string[] {
  return partsOf(kind).flatMap(({ functions }) => functions);
}

/** A maximum, and the feature that it comes from; null for that of any token. */
type LeastMaximum = Maximum & { feature: FeatureName | null };

/** The least of what its features leave; without any, what an ERC-20 token can count. */
export function maximumOf(flags: Features): LeastMaximum {
  const maxima = chosenFeatures(flags).flatMap(({ name: feature, maximum }) =>
    maximum ? { units: maximum.units, of: maximum.of, feature } : [],
  );
  const ofAny: LeastMaximum = { units: maxUint256, of: "a token", feature: null };
  return maxima.reduce<LeastMaximum>((least, each) => (each.units < least.units ? each : least), ofAny);
}

/** Whether the token has an owner at all: only where a feature needs one. */
export function hasOwner(flags: Features): boolean {
  return chosenFeatures(flags).some(({ isOwned }) => isOwned);
}
