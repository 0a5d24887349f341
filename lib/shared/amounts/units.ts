import { formatUnits, parseUnits } from "viem";

/** Whole tokens to base units. @param whole a plain decimal that fits `decimals` */
export function toUnits(whole: string, decimals: number): bigint {
  return parseUnits(whole, decimals);
}

/** Base units to whole tokens, without trailing zeros. */
export function fromUnits(units: bigint, decimals: number): string {
  return formatUnits(units, decimals);
}
