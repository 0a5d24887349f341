import type { Hex } from "viem";
import { type Features, mapFeatures } from "#lib/shared/features.ts";
import type { DeployStep } from "#lib/shared/steps.ts";
import { between, chance, pick, seeded, shuffled, word, type Random } from "./random.ts";

/** What a fault waits for: the customer's own steps, then those of the deploy. */
export const moments = ["placed", "paid", "locked", "read", "journaled", "broadcast", "mined"] as const;
export type Moment = "placed" | "paid" | DeployStep;

export type OrderPlan = {
  privateKey: Hex;
  /** Whom the customer asks first. */
  server: 0 | 1;
  startMs: number;
  /** Of the jitter between the customer's attempts. */
  jitterSeed: number;
  body: {
    name: string;
    symbol: string;
    decimals: number;
    supply: string;
    features: Features;
    cap: string | null;
    salt: Hex;
  };
};

/** Drawn for every fault alike; each uses what it needs. */
export type FaultPlan = {
  name: string;
  /** Which order it is about. */
  order: number;
  server: 0 | 1;
  /** Whether it strikes both servers. */
  both: boolean;
  at: Moment;
  delayMs: number;
  durationMs: number;
  count: number;
  coin: boolean;
};

/** All that is random about a run. Timing decides what comes of it, never what is in it. */
export type Plan = { seed: number; run: number; orders: OrderPlan[]; faults: FaultPlan[] };

export type Area = "process" | "database" | "rpc" | "chain" | "client";
type Named = { name: string; area: Area };

/**
 * The plan of one run. Over many runs every fault comes first equally often; a second one is of another area.
 *
 * @param only the one fault to inject, instead of one or two of all
 */
export function makePlan(faults: readonly Named[], seed: number, run: number, only?: string): Plan {
  const random = seeded(seed, run, only ?? "");
  const names = only === undefined ? drawFaults(random, faults, seed, run) : [only];
  const orders = Array.from({ length: between(random, 1, 4) }, (_, index) => drawOrder(random, run, index));
  return { seed, run, orders, faults: names.map((name) => drawFault(random, name, orders.length)) };
}

function drawFaults(random: Random, faults: readonly Named[], seed: number, run: number): string[] {
  const first = shuffled(seeded(seed), faults)[run % faults.length];
  if (!first) throw new Error("There are no faults.");
  const others = faults.filter(({ area }) => area !== first.area);
  return chance(random, 0.4) ? [first.name] : [first.name, pick(random, others).name];
}

function drawOrder(random: Random, run: number, index: number): OrderPlan {
  const decimals = between(random, 0, 18);
  const features = mapFeatures(() => chance(random, 0.4));
  const supply = between(random, 1, 1_000_000);
  const fraction = decimals > 0 && chance(random, 0.3) ? `.${between(random, 1, 9)}` : "";
  return {
    privateKey: word(random),
    server: pick(random, [0, 1]),
    startMs: between(random, 0, 1_500),
    jitterSeed: between(random, 0, 1_000_000),
    body: {
      name: `${pick(random, ["Plain", "Größe", "代币", "Coin & Co", "<b>Token</b>", 'Say "hi"'])} ${run}.${index}`,
      symbol: `C${run % 10_000}X${index}`,
      decimals,
      supply: `${supply}${fraction}`,
      features,
      cap: features.mintable && chance(random, 0.5) ? String(supply + between(random, 1, 1_000)) : null,
      salt: word(random),
    },
  };
}

function drawFault(random: Random, name: string, orders: number): FaultPlan {
  return {
    name,
    order: between(random, 0, orders - 1),
    server: pick(random, [0, 1]),
    both: chance(random, 0.5),
    at: pick(random, moments),
    delayMs: between(random, 0, 400),
    durationMs: between(random, 1_000, 3_000),
    count: between(random, 1, 3),
    coin: chance(random, 0.5),
  };
}
