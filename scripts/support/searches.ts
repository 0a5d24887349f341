import type { Bounds } from "./spin.ts";

/** A search of the model's states, and whether a violation is expected. */
export type Search = { property: string; rule: string; faults: string; isViolated: boolean; bounds: Bounds };

const properties = {
  "no nonce left out": { CHECKS_NONCES: 1 },
  "no second capture": { CHECKS_CAPTURES: 1 },
  "every paid order ends": { CHECKS_ORDERS: 1 },
  "all three": { CHECKS_NONCES: 1, CHECKS_CAPTURES: 1, CHECKS_ORDERS: 1 },
};

const rules = {
  former: { RULE: "FORMER", SAME_BYTES: "REFUSED" },
  present: { RULE: "PRESENT", SAME_BYTES: "REOPENED" },
  "present, same bytes refused": { RULE: "PRESENT", SAME_BYTES: "REFUSED" },
  "present, Checkout unguarded": { RULE: "PRESENT", SAME_BYTES: "REOPENED", CHECKOUT_UNGUARDED: 1 },
};

const faults = {
  reorganisation: { REORGS: 1 },
  "lagging node": { LAGS: 1 },
  "reorganisation + lag": { REORGS: 1, LAGS: 1 },
  "reorganisation + crash": { REORGS: 1, CRASHES: 1 },
  "reorganisation + lost lock": { REORGS: 1, LOST_LOCKS: 1 },
  "reorganisation, two sweeps": { REORGS: 1, MENDS: 2 },
  "reorganisation + foreign": { REORGS: 1, FOREIGNS: 1, NONCES: 5 },
  everything: { REORGS: 1, LAGS: 1, CRASHES: 1, LOST_LOCKS: 1 },
};

/** What `npm run model` searches: seconds each, within small bounds. */
export const quickSearches: Search[] = [
  violated("no nonce left out", "former", "reorganisation"),
  violated("every paid order ends", "former", "reorganisation"),
  holds("no second capture", "former", "reorganisation"),
  holds("all three", "present", "reorganisation"),
  holds("all three", "present", "lagging node", { PASSES: 1 }),
  holds("all three", "present", "reorganisation + lag", { ATTEMPTS: 2, PASSES: 1 }),
  holds("all three", "present", "reorganisation + crash", { PASSES: 1 }),
  holds("all three", "present", "reorganisation + lost lock", { PASSES: 1 }),
  holds("all three", "present", "reorganisation + foreign", { ATTEMPTS: 2, PASSES: 1 }),
  violated("every paid order ends", "present, same bytes refused", "reorganisation", { ATTEMPTS: 4 }),
  violated("no second capture", "present, Checkout unguarded", "reorganisation"),
];

/** What it searches with `--deep`: minutes each. */
export const deepSearches: Search[] = [
  holds("all three", "present", "reorganisation", { ATTEMPTS: 4, PASSES: 3 }),
  holds("all three", "present", "reorganisation + lag"),
  holds("all three", "present", "reorganisation + crash"),
  holds("all three", "present", "reorganisation + lost lock"),
  holds("all three", "present", "reorganisation + foreign"),
  holds("all three", "present", "reorganisation, two sweeps", { ATTEMPTS: 2, PASSES: 3 }),
  holds("all three", "present", "everything", { ATTEMPTS: 2, PASSES: 1 }),
];

type Names = [property: keyof typeof properties, rule: keyof typeof rules, fault: keyof typeof faults];

function holds(...[property, rule, fault, bounds]: [...Names, bounds?: Bounds]): Search {
  const given = { ...properties[property], ...rules[rule], ...faults[fault], ...bounds };
  return { property, rule, faults: fault, isViolated: false, bounds: given };
}

function violated(...[property, rule, fault, bounds]: [...Names, bounds?: Bounds]): Search {
  return { ...holds(property, rule, fault, bounds), isViolated: true };
}
