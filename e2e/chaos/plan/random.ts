import { createHash } from "node:crypto";
import { bytesToHex, type Hex } from "viem";

/** Uniform in [0, 1). */
export type Random = () => number;

/** The mulberry32 generator: the same words give the same numbers. @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function seeded(...words: (string | number)[]): Random {
  let state = createHash("sha256").update(words.join("/")).digest().readUInt32BE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

export function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error("There is nothing to pick from.");
  return value;
}

/** 32 random bytes: a salt, or a private key that holds play money. */
export function word(random: Random): Hex {
  return bytesToHex(Uint8Array.from({ length: 32 }, () => between(random, 0, 255)));
}

/** All values in random order. */
export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const keyed = values.map((value) => ({ value, key: random() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ value }) => value);
}
