import { onlyFeatures } from "#lib/shared/features.ts";
import type { TokenForm } from "#lib/shared/token.ts";

/** What a preset decides; how the token is called, and whose it is, stays with who orders it. */
export type PresetValues = Pick<TokenForm, "decimals" | "supply" | "features" | "cap">;

type Preset = { name: "fixed" | "community" | "stable" | "governance"; values: PresetValues };

/** Kinds of token that many people want, to begin with. */
export const presets: readonly Preset[] = [
  { name: "fixed", values: { decimals: 18, supply: "1000000", features: onlyFeatures(), cap: null } },
  {
    name: "community",
    values: { decimals: 18, supply: "1000000000", features: onlyFeatures("burnable"), cap: null },
  },
  {
    name: "stable",
    values: {
      decimals: 6,
      supply: "1000000",
      features: onlyFeatures("burnable", "mintable", "pausable"),
      cap: null,
    },
  },
  {
    name: "governance",
    values: {
      decimals: 18,
      supply: "10000000",
      features: onlyFeatures("mintable", "votes"),
      cap: "20000000",
    },
  },
];
