import { once } from "node:events";
import { freePort } from "#lib/local/free-port.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { type Server, startServer } from "#lib/local/server.ts";
import { startFaultyProxy, type FaultyProxy } from "../node/faulty-proxy.ts";
import type { TestChain } from "../node/test-chain.ts";
import type { NodeKind } from "../plan/plan.ts";
import { READY, stepReport, type Command, type StepReport } from "./messages.ts";

/** One server process with its own way to each node, and the hook in it. It can die and be started again. */
export type Instance = Stoppable & {
  /** The same for each process that follows another. */
  url: string;
  proxies: Record<NodeKind, FaultyProxy>;
  isUp: () => boolean;
  start: () => Promise<void>;
  /** Kills the process, and starts another one with these variables as well. */
  restartWith: (changed: Record<string, string>) => Promise<void>;
  /** Resolves when the present process ends. */
  ended: () => Promise<unknown>;
  /** Kills the process when a token's deploy reaches this step; null disarms. */
  killAt: (where: Command["killAt"]) => Promise<void>;
  /** The log of all its processes. */
  log: () => string;
};

const hook = new URL("hook.ts", import.meta.url).href;

type Options = {
  env: Record<string, string>;
  chains: Record<NodeKind, TestChain>;
  onStep: (report: StepReport) => void;
};

export async function openInstance({ env, chains, onStep }: Options): Promise<Instance> {
  const port = await freePort();
  const proxies = {
    hardhat: await startFaultyProxy(chains.hardhat),
    anvil: await startFaultyProxy(chains.anvil),
  };
  const nodes = {
    [`RPC_URL_${chains.hardhat.id}`]: proxies.hardhat.url,
    [`RPC_URL_${chains.anvil.id}`]: proxies.anvil.url,
  };
  let setting = env;
  const logs: string[] = [];
  let server: Server | null = null;
  let ended: Promise<unknown> = Promise.resolve();
  let ready = Promise.withResolvers<void>();

  async function start(): Promise<void> {
    const started = await startServer(
      "start",
      { ...setting, ...nodes, NODE_OPTIONS: `--import=${hook}` },
      port,
    );
    started.child.on("message", (message) => {
      if (message === READY) return ready.resolve();
      const report = stepReport.safeParse(message);
      if (report.success) onStep(report.data);
    });
    started.child.once("exit", (code, signal) => {
      logs.push(started.output(), `--- the process ended: ${signal ?? code}\n`);
      server = null;
      ready.resolve();
    });
    ended = once(started.child, "exit");
    server = started;
  }

  async function killAt(where: Command["killAt"]): Promise<void> {
    const child = server?.child;
    if (!child?.connected) return;
    ready = Promise.withResolvers();
    child.send({ killAt: where } satisfies Command, () => undefined);
    await ready.promise;
  }

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    proxies,
    isUp: () => server !== null,
    start,
    restartWith: async (changed) => {
      setting = { ...setting, ...changed };
      server?.child.kill("SIGKILL");
      await ended;
      await start();
    },
    ended: () => ended,
    killAt,
    log: () => [...logs, server?.output() ?? ""].join(""),
    stop: async () => {
      await server?.stop();
      for (const proxy of Object.values(proxies)) await proxy.stop();
    },
  };
}
