import "server-only";
import { Gauge, type Registry } from "prom-client";

export type Gauges = ReturnType<typeof createGauges>;

/** What is read when it is asked for. Whatever can't be read is left out, and its part said to be down. */
export function createGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: `coinwright_${name}`, help, labelNames, registers: [registry] });
  return {
    up: gauge("part_up", "Whether a part answers: database, queue, and each chain by its id.", ["part"]),
    undelivered: gauge(
      "undelivered_orders",
      "Orders that are paid and have no token: waiting, held since gas costs too much, or failed since they revert.",
      ["chain", "state"],
    ),
    oldestUndelivered: gauge(
      "oldest_undelivered_seconds",
      "How long the first of them has been paid; 0 where there is none.",
      ["chain", "state"],
    ),
    queueDepth: gauge("queue_depth", "Jobs that wait in the queue or are under way.", ["chain"]),
    laneDepth: gauge("lane_depth", "Transactions of an account that may still be mined.", [
      "chain",
      "account",
    ]),
    laneOldest: gauge("lane_oldest_seconds", "How long ago the first of them was signed; 0 without any.", [
      "chain",
      "account",
    ]),
    nonceGap: gauge(
      "lane_nonce_gap",
      "Nonces that nothing has, below one that has something: what is above them can't be mined.",
      ["chain", "account"],
    ),
    cursorLagBlocks: gauge("cursor_lag_blocks", "Blocks whose events have not been read yet.", ["chain"]),
    cursorLagSeconds: gauge(
      "cursor_lag_seconds",
      "Time between the last block whose events were read and the last block.",
      ["chain"],
    ),
    headAge: gauge("chain_head_age_seconds", "How long ago the last block was made.", ["chain"]),
    balance: gauge("deployer_balance_coins", "What an account holds, in whole coins of the chain.", [
      "chain",
      "account",
    ]),
    deliveries: gauge(
      "deployer_deliveries",
      "How many more deliveries an account can pay for, besides what it owes, at the present price of gas.",
      ["chain", "account"],
    ),
    streams: gauge("streams_open", "Pages that follow their order by a stream of events.", []),
    connections: gauge(
      "pool_connections",
      "Connections to PostgreSQL by pool: open ones, idle ones among them, and who waits for one.",
      ["pool", "state"],
    ),
  };
}
