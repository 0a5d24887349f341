import type { Abi } from "viem";
import { readAmount } from "#lib/shared/amounts/amount.ts";
import { toUnits } from "#lib/shared/amounts/units.ts";
import type { TokenForm } from "#lib/shared/token.ts";

/** What a token's constructor is given, as its source calls it; null is what is not known or not valid yet. */
export type ConstructorArgument = { name: string; type: string; value: string | null };

type Values = Pick<TokenForm, "name" | "symbol" | "supply" | "cap"> & {
  decimals: number | undefined;
  owner: string | null;
};

/** The arguments of the order that stands in the form, in the order in which the contract takes them. */
export function constructorArguments(abi: Abi, values: Values): ConstructorArgument[] {
  const { name, symbol, decimals, supply, cap, owner } = values;
  const units = (whole: string | null | undefined) => unitsOf(whole, decimals);
  // `lib/checkout/initcode.ts` encodes them in the same order.
  const given = [
    name === "" ? null : JSON.stringify(name),
    symbol === "" ? null : JSON.stringify(symbol),
    Number.isInteger(decimals) ? String(decimals) : null,
    units(supply),
    owner,
    units(cap),
  ];
  const inputs = abi.flatMap((item) => (item.type === "constructor" ? item.inputs : []));
  return inputs.map(({ name: parameter = "", type }, index) => ({
    name: parameter,
    type,
    value: given[index] ?? null,
  }));
}

function unitsOf(whole: string | null | undefined, decimals: number | undefined): string | null {
  const amount = readAmount(whole ?? "");
  if (amount === null || decimals === undefined || !Number.isInteger(decimals)) return null;
  if (decimals < 0 || decimals > 18 || (amount.split(".")[1]?.length ?? 0) > decimals) return null;
  return String(toUnits(amount, decimals));
}
