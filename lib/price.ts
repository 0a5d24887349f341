/** Digits that a quoted price keeps; below them it is rounded up, so that people can read it. */
const SIGNIFICANT_DIGITS = 4;

/** Half as much again: the gas price may rise between the quote and the delivery. */
export function withHeadroom(wei: bigint): bigint {
  return (wei * 3n) / 2n;
}

/** Rounds up to four significant digits. */
export function roundUp(wei: bigint): bigint {
  const step = 10n ** BigInt(Math.max(0, wei.toString().length - SIGNIFICANT_DIGITS));
  return ((wei + step - 1n) / step) * step;
}
