import { freePort } from "#lib/local/free-port.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { startServer } from "#lib/local/server.ts";
import { startWorker } from "#lib/local/worker.ts";
import { startFaultyProxy, type FaultyProxy } from "../node/faulty-proxy.ts";
import type { TestChain } from "../node/test-chain.ts";
import type { NodeKind } from "../plan/plan.ts";
import type { StepReport } from "./messages.ts";
import { openProgram, type Program } from "./program.ts";

/**
 * One machine: a server with its own way to each node, and the worker of a queue where there is one. Its processes can
 * die, each by itself, and be started again.
 */
export type Instance = Stoppable & {
  /** The same for each process that follows another. */
  url: string;
  proxies: Record<NodeKind, FaultyProxy>;
  /** Whether each process is there. */
  isUp: () => boolean;
  /** Starts each process that is not there. */
  start: () => Promise<void>;
  /** Kills the processes, and starts others. */
  restartWith: (setup: Setup) => Promise<void>;
  /** Resolves when one of the present processes ends. */
  ended: () => Promise<unknown>;
  /** Kills the process in which a token's deploy reaches this step; null disarms. */
  killAt: Program["killAt"];
  /** The log of all its processes. */
  log: () => string;
};

/** How the processes of a machine are configured. */
export type Setup = { env: Record<string, string>; hasWorker: boolean };

type Options = {
  setup: Setup;
  chains: Record<NodeKind, TestChain>;
  onStep: (report: StepReport) => void;
};

export async function openInstance({ setup, chains, onStep }: Options): Promise<Instance> {
  const port = await freePort();
  const proxies = {
    hardhat: await startFaultyProxy(chains.hardhat),
    anvil: await startFaultyProxy(chains.anvil),
  };
  const nodes = {
    [`RPC_URL_${chains.hardhat.id}`]: proxies.hardhat.url,
    [`RPC_URL_${chains.anvil.id}`]: proxies.anvil.url,
  };
  const server = openProgram((env) => startServer("start", env, port), onStep);
  const worker = openProgram(startWorker, onStep);
  let programs = [server];

  async function startAll({ env, hasWorker }: Setup): Promise<void> {
    programs = hasWorker ? [server, worker] : [server];
    await Promise.all(programs.map((program) => program.start({ ...env, ...nodes })));
  }

  await startAll(setup);
  return {
    url: `http://127.0.0.1:${port}`,
    proxies,
    isUp: () => programs.every((program) => program.isUp()),
    start: async () => {
      const fallen = programs.filter((program) => !program.isUp());
      await Promise.all(fallen.map((program) => program.start()));
    },
    restartWith: async (changed) => {
      await Promise.all(programs.map((program) => program.kill()));
      await startAll(changed);
    },
    ended: () => Promise.race(programs.map((program) => program.ended())),
    killAt: async (where) => {
      await Promise.all(programs.map((program) => program.killAt(where)));
    },
    log: () => [server, worker].map((program) => program.log()).join(""),
    stop: async () => {
      await Promise.all(programs.map((program) => program.stop()));
      await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
    },
  };
}
