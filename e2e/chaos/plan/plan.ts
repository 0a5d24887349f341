import type { Hex } from "viem";
import { type Features, mapFeatures } from "#lib/shared/features.ts";
import type { DeployStep } from "#lib/shared/steps.ts";
import { between, chance, pick, seeded, shuffled, word, type Random } from "./random.ts";

/** What a fault waits for: the customer's own steps, then those of the deploy. */
export const moments = ["placed", "paid", "locked", "read", "journaled", "broadcast", "mined"] as const;
export type Moment = "placed" | "paid" | DeployStep;

/** What serves a chain of its own in every world. */
export const nodeKinds = ["hardhat", "anvil"] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** How orders come to be delivered: each request by itself under one lock, or by workers that take them from a queue. */
export const strategies = ["global", "redis queue", "postgres queue"] as const;
export type Strategy = (typeof strategies)[number];
const queues = ["redis queue", "postgres queue"] as const satisfies Strategy[];

/** How the servers are configured during a run. */
export type Setting = {
  strategy: Strategy;
  confirmations: 1 | 3;
  /** Requests a minute from one address; 0 is no limit. */
  rateLimit: 0 | 300;
};

export type OrderPlan = {
  privateKey: Hex;
  /** Where the customer's requests come from. */
  from: string;
  /** Whose chain it is on. */
  node: NodeKind;
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
export type Plan = {
  seed: number;
  run: number;
  setting: Setting;
  orders: OrderPlan[];
  faults: FaultPlan[];
};

export type Area = "process" | "database" | "rpc" | "chain" | "queue" | "client" | "hostile";

/** What a fault can't do without: its order on this node's chain, others on the other's, this setting, no second fault. */
export type Needs = {
  node?: NodeKind;
  bothNodes?: true;
  alone?: true;
  /** Either queue. */
  queue?: true;
  setting?: Partial<Setting>;
};

export type Named = { name: string; area: Area; needs?: Needs };

/**
 * The plan of one run. Over many runs every fault comes first equally often; a second one is of another area.
 *
 * @param only the one fault to inject, instead of one or two of all
 */
export function makePlan(faults: readonly Named[], seed: number, run: number, only?: string): Plan {
  const random = seeded(seed, run, only ?? "");
  const drawn =
    only === undefined ? drawFaults(random, faults, seed, run) : faults.filter(({ name }) => name === only);
  const needs = drawn[0]?.needs ?? {};
  const setting = {
    strategy: pick(random, needs.queue ? queues : strategies),
    confirmations: pick(random, [1, 3] as const),
    rateLimit: pick(random, [0, 300] as const),
  };
  const length = between(random, needs.bothNodes ? 2 : 1, 4);
  const orders = Array.from({ length }, (_, index) => drawOrder(random, run, index));
  const planned = drawn.map(({ name }) => drawFault(random, name, orders.length));
  return {
    seed,
    run,
    setting: { ...setting, ...needs.setting },
    orders: placed(orders, planned[0]?.order ?? 0, needs),
    faults: planned,
  };
}

/** Only the first fault may need something, so that no two get into each other's way. */
function drawFaults(random: Random, faults: readonly Named[], seed: number, run: number): Named[] {
  const first = shuffled(seeded(seed), faults)[run % faults.length];
  if (!first) throw new Error("There are no faults.");
  const others = faults.filter(({ area, needs }) => area !== first.area && !needs);
  return first.needs?.alone || chance(random, 0.4) ? [first] : [first, pick(random, others)];
}

/** The same orders, on the chains that a fault about one of them needs. */
function placed(orders: OrderPlan[], about: number, { node, bothNodes }: Needs): OrderPlan[] {
  const next = (about + 1) % orders.length;
  return orders.map((order, index) => {
    if (node && index === about) return { ...order, node };
    if (bothNodes && index === next) return { ...order, node: otherNode(orders[about]?.node) };
    return order;
  });
}

function otherNode(node: NodeKind | undefined): NodeKind {
  return node === "hardhat" ? "anvil" : "hardhat";
}

function drawOrder(random: Random, run: number, index: number): OrderPlan {
  const decimals = between(random, 0, 18);
  const features = mapFeatures(() => chance(random, 0.4));
  const supply = between(random, 1, 1_000_000);
  const fraction = decimals > 0 && chance(random, 0.3) ? `.${between(random, 1, 9)}` : "";
  return {
    privateKey: word(random),
    from: addressIn(10, run, index),
    node: pick(random, nodeKinds),
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

/** An address that no other run of these years has: limits are kept for longer than runs take. */
export function addressIn(network: number, run: number, host: number): string {
  return [network, Math.floor(run / 256) % 256, run % 256, host].join(".");
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
