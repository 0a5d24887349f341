import "server-only";
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

/** In seconds: from what memory answers to what waits for blocks. */
const SHORT = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LONG = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const VERY_LONG = [1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 14_400, 86_400];

export type Instruments = ReturnType<typeof createInstruments>;

/**
 * What a process counts of itself as it works. Each value of each label is one of a few that are known in advance: none
 * is taken from what a stranger sends.
 */
function createInstruments() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: "coinwright_http_requests_total",
      help: "Requests that were answered, by route, method, status, and the code of the error where it was one.",
      labelNames: ["route", "method", "status", "code"],
      registers,
    }),
    requestSeconds: new Histogram({
      name: "coinwright_http_request_seconds",
      help: "Time from a request's headers to the end of its answer, streams of events left out.",
      labelNames: ["route"],
      buckets: LONG,
      registers,
    }),
    lockWaitSeconds: new Histogram({
      name: "coinwright_lock_wait_seconds",
      help: "Time until a lock was had (outcome acquired) or was not to be had (refused): of a deploy, or of a lane's next nonce.",
      labelNames: ["lock", "outcome"],
      buckets: SHORT,
      registers,
    }),
    lockHoldSeconds: new Histogram({
      name: "coinwright_lock_hold_seconds",
      help: "Time for which a lock was held.",
      labelNames: ["lock"],
      buckets: LONG,
      registers,
    }),
    deploys: new Counter({
      name: "coinwright_deploys_total",
      help: "Attempts to deploy an order, by requests, sweeps and workers; the outcome is how it ended, or the code of the error.",
      labelNames: ["chain", "strategy", "outcome"],
      registers,
    }),
    deployStepSeconds: new Histogram({
      name: "coinwright_deploy_step_seconds",
      help: "Time that a deploy took from its step before to this one.",
      labelNames: ["strategy", "step"],
      buckets: LONG,
      registers,
    }),
    paidToTokenSeconds: new Histogram({
      name: "coinwright_paid_to_token_seconds",
      help: "Time from the block of the payment to the block of the token, of orders that this process has brought to their token.",
      labelNames: ["chain"],
      buckets: VERY_LONG,
      registers,
    }),
    rpcCalls: new Counter({
      name: "coinwright_rpc_calls_total",
      help: "Calls of a chain's nodes, each named by its place in RPC_URL: answered, refused (the node said why), timeout or unreachable.",
      labelNames: ["chain", "node", "method", "outcome"],
      registers,
    }),
    rpcSeconds: new Histogram({
      name: "coinwright_rpc_call_seconds",
      help: "Time that a call of a node took, however it ended.",
      labelNames: ["chain", "node", "method"],
      buckets: SHORT,
      registers,
    }),
    swept: new Counter({
      name: "coinwright_swept_total",
      help: "What the sweeps of this process have done, by kind.",
      labelNames: ["chain", "kind"],
      registers,
    }),
  };
}

// Next.js bundles each entry point apart, and a registry takes each name once: one process has one of them.
declare global {
  var coinwrightInstruments: Instruments | undefined;
}

/** This process's instruments, made when first asked for. */
export function instruments(): Instruments {
  globalThis.coinwrightInstruments ??= createInstruments();
  return globalThis.coinwrightInstruments;
}

/** @param since by `performance.now()` @returns seconds */
export function secondsSince(since: number): number {
  return (performance.now() - since) / 1_000;
}
