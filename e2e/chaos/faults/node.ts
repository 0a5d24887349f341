import { setTimeout as delay } from "node:timers/promises";
import {
  alreadyKnown,
  halfOpen,
  hanging,
  miscountingNonces,
  rateLimited,
  refusingTransactions,
  slow,
  tooLate,
} from "../node/failures.ts";
import type { FaultyProxy, Mode } from "../node/faulty-proxy.ts";
import { behind, disagreeing } from "../node/lagging.ts";
import type { FaultPlan } from "../plan/plan.ts";
import { seeded } from "../plan/random.ts";
import type { Instance } from "../world/instance.ts";
import { unlessAborted, until } from "../world/wait.ts";
import { isIll } from "../world/health.ts";
import { chainOf, reached, type Fault, type Scene } from "./scene.ts";

const SLOW_MS = 1_200;
const DISAGREEMENT_MS = 4_000;

/** The node fails for a while, at some moment of an order. */
function failing(name: string, modeOf: (draw: FaultPlan) => Mode): Fault {
  return {
    name: `node ${name}`,
    area: "rpc",
    inject: async (scene, draw) => {
      if (!(await reached(scene, draw, draw.at))) return false;
      await delay(draw.delayMs);
      const struck = struckBy(scene, draw);
      setMode(struck, modeOf(draw));
      await delay(draw.durationMs);
      setMode(struck, null);
      return hits(struck) > 0;
    },
  };
}

/** Every node fails from before the delivery is sent until the fault has shown, and a while longer. */
function failingToTake(name: string, modeOf: (draw: FaultPlan) => Mode): Fault {
  return {
    name: `node ${name}`,
    area: "rpc",
    inject: async (scene, draw) => {
      if (!(await reached(scene, draw, "placed"))) return false;
      const proxies = struckBy(scene, { ...draw, both: true });
      setMode(proxies, modeOf(draw));
      const shows = until(async () => hits(proxies) > 0 || null, scene.over);
      const showed = await unlessAborted(shows, scene.over);
      if (showed) await delay(draw.durationMs);
      setMode(proxies, null);
      return showed !== null;
    },
  };
}

const refusing: Fault = {
  name: "node refuses connections",
  area: "rpc",
  inject: async (scene, draw) => {
    if (!(await reached(scene, draw, draw.at))) return false;
    await delay(draw.delayMs);
    const struck = struckBy(scene, draw);
    await Promise.all(struck.map((proxy) => proxy.refuse()));
    // A refused connection reaches nobody who could count it; the server's own word has to do.
    const noticed = Promise.all(serversOf(scene, draw).map(({ url }) => isIll(url)));
    await delay(draw.durationMs);
    await Promise.all(struck.map((proxy) => proxy.listen()));
    return (await noticed).includes(true);
  },
};

/** From the order on, for as long as a delivery takes. */
const disagreeingNodes: Fault = {
  name: "nodes behind one address disagree",
  area: "rpc",
  inject: async (scene, draw) => {
    if (!(await reached(scene, draw, "placed"))) return false;
    const proxies = struckBy(scene, { ...draw, both: true });
    setMode(proxies, disagreeing(draw.count, seeded(scene.plan.seed, scene.plan.run, "nodes")));
    await delay(DISAGREEMENT_MS + draw.durationMs);
    setMode(proxies, null);
    return hits(proxies) > 0;
  },
};

export const rpcFaults: Fault[] = [
  refusing,
  failing("hangs", () => hanging),
  failing("falls silent in the middle of its answers", () => halfOpen),
  failing("is slow", () => slow(SLOW_MS)),
  failing("answers too late", () => tooLate),
  failing("limits the rate", () => rateLimited),
  failing("lags behind", ({ count }) => behind(count)),
  disagreeingNodes,
  failing("counts too many nonces", ({ count }) => miscountingNonces(count)),
  failingToTake("says already known", () => alreadyKnown),
  failingToTake("says nonce too low", ({ count }) => refusingTransactions("nonce too low", count)),
  failingToTake("says replacement transaction underpriced", ({ count }) =>
    refusingTransactions("replacement transaction underpriced", count),
  ),
];

function serversOf({ world }: Scene, { both, server }: FaultPlan): readonly Instance[] {
  return both ? world.instances : [world.instances[server]];
}

/** The ways to the order's chain. */
function struckBy(scene: Scene, draw: FaultPlan): FaultyProxy[] {
  const { kind } = chainOf(scene, draw);
  return serversOf(scene, draw).map(({ proxies }) => proxies[kind]);
}

function setMode(struck: FaultyProxy[], mode: Mode | null): void {
  for (const proxy of struck) {
    if (mode) proxy.hits = 0;
    proxy.mode = mode;
  }
}

function hits(struck: FaultyProxy[]): number {
  return struck.reduce((sum, proxy) => sum + proxy.hits, 0);
}
