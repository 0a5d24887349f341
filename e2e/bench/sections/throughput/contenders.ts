/** How a run delivers: bare viem, or servers and workers that are configured so. */
export type Contender = {
  name: string;
  /** Its orders are asked for as pages do, or nobody asks and the sweep finds them, or they wait in a queue. */
  how: "bare" | "asked" | "swept" | "queued";
  /** How many orders are waiting when the clock starts. */
  orders: number;
  /** How many people have ordered them, each of whom asks for one at a time. */
  wallets: number;
  lanes: number;
  workers: number;
  /** What keeps the queue, where there is one. */
  queue: "redis" | "postgres" | null;
  env: Record<string, string>;
  /** Measured several times, since something is claimed about it: at least so much of what bare viem reaches. */
  atLeast: number | null;
};

/** So many wait to be mined at once, in all lanes together: nearly two of the largest blocks. */
const IN_FLIGHT = 150;
const settings = { LANE_DEPTH: String(IN_FLIGHT), LOCK_POOL_SIZE: "64", RETRY_AFTER_SECONDS: "1" };
/** A worker holds its locks for as long as it takes to send, and PostgreSQL has connections for four of them so. */
const ofWorkers = { ...settings, LOCK_POOL_SIZE: "8", SWEEP_INTERVAL_MS: "5000" };
const few = { orders: 3, wallets: 3 } as const;
const usual = { orders: 600, wallets: 50, lanes: 1, workers: 0, queue: null, atLeast: null } as const;

/** What the others are compared with. */
export const bare: Contender = {
  ...usual,
  name: "bare viem, signed before, all sent at once",
  how: "bare",
  env: {},
};

const global: Contender = {
  ...usual,
  name: "global, asked for",
  how: "asked",
  orders: 10,
  wallets: 10,
  env: { ...settings, DEPLOY_STRATEGY: "global" },
};

const swept: Contender = {
  ...usual,
  name: "global, nobody asks",
  how: "swept",
  env: { ...settings, DEPLOY_STRATEGY: "global", SWEEP_INTERVAL_MS: "1000" },
};

function perDeployer(wallets: number, atLeast: number | null = null): Contender {
  return {
    ...usual,
    name: `per-deployer, ${counted(wallets, "wallet")}`,
    how: "asked",
    orders: 8 * wallets,
    wallets,
    env: { ...settings, DEPLOY_STRATEGY: "per-deployer" },
    atLeast,
  };
}

/** What waits in a queue. */
export function queued(
  queue: "redis" | "postgres",
  workers: number,
  lanes: number,
  atLeast: number | null = null,
): Contender {
  return {
    ...usual,
    name: `queue on ${queue}, ${counted(workers, "worker")}, ${counted(lanes, "lane")}`,
    how: "queued",
    workers,
    lanes,
    queue,
    env: { ...ofWorkers, LANE_DEPTH: String(Math.ceil(IN_FLIGHT / lanes)), DEPLOY_STRATEGY: "queue" },
    atLeast,
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** All of them, but those with a queue in Redis where there is none. */
export function contenders({ hasRedis }: { hasRedis: boolean }): Contender[] {
  return [
    bare,
    global,
    swept,
    ...[1, 4, 16].map((wallets) => perDeployer(wallets)),
    perDeployer(64, 0.6),
    ...backends(hasRedis).flatMap((backend) => [
      queued(backend, 1, 1),
      queued(backend, 2, 1),
      queued(backend, 4, 1),
      queued(backend, 1, 4),
      queued(backend, 2, 4, 0.9),
      queued(backend, 4, 4),
    ]),
  ];
}

/** As few as show that all of it works. */
export function quickContenders({ hasRedis }: { hasRedis: boolean }): Contender[] {
  const inQueue = backends(hasRedis).map((backend) => Object.assign(queued(backend, 1, 1), few));
  return [{ ...bare, ...few }, { ...global, ...few }, ...inQueue];
}

function backends(hasRedis: boolean): ("postgres" | "redis")[] {
  return hasRedis ? ["postgres", "redis"] : ["postgres"];
}

/** What of it stands in the table. */
export function describe({ name, env }: Contender): string {
  const { LANE_DEPTH: depth, LOCK_POOL_SIZE: pool } = env;
  return depth && pool ? `${name} (LANE_DEPTH ${depth}, LOCK_POOL_SIZE ${pool})` : name;
}
