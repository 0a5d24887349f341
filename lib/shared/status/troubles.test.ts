import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Account, ChainStatus, Status, UndeliveredOrder } from "./status.ts";
import { troubleLimits, troublesOf } from "./troubles.ts";

const account: Account = {
  address: "0x1",
  balance: 1,
  deliveries: 100,
  inFlight: 1,
  oldestSeconds: 10,
  nonceGap: 0,
};
const chain: ChainStatus = {
  id: 1,
  coin: "ETH",
  headAgeSeconds: 3,
  lagSeconds: 0,
  queued: null,
  accounts: [account],
};
const order: UndeliveredOrder = {
  address: "0x2",
  chainId: 1,
  state: "waiting",
  seconds: 10,
  failure: null,
};

function statusWith(of: Partial<ChainStatus>, undelivered: Status["undelivered"] = []): Status {
  return {
    at: "2026-01-01T00:00:00.000Z",
    chains: [{ ...chain, ...of }],
    undelivered,
    undeliveredCount: 0,
    day: [],
    requests: [],
  };
}

const withAccount = (of: Partial<Account>) => statusWith({ accounts: [{ ...account, ...of }] });
const withOrder = (of: Partial<UndeliveredOrder>) => statusWith({}, [{ ...order, ...of }]);

test.each<[string, Status, string[]]>([
  ["all is well", withOrder({}), []],
  ["an order waits for long", withOrder({ seconds: 601 }), ["orderWaiting"]],
  ["an order is held", withOrder({ state: "held" }), ["orderHeld"]],
  ["an order fails", withOrder({ state: "failed", failure: "It reverts." }), ["orderFailed"]],
  ["nothing is mined", withAccount({ oldestSeconds: 301 }), ["laneStuck"]],
  ["a nonce is missing", withAccount({ nonceGap: 1 }), ["nonceGap"]],
  ["an account is nearly empty", withAccount({ deliveries: 19 }), ["balanceLow"]],
  ["what an account holds is not known", withAccount({ deliveries: null }), []],
  ["events are followed late", statusWith({ lagSeconds: 301 }), ["cursorBehind"]],
  ["the node is down", statusWith({ headAgeSeconds: null, lagSeconds: null }), ["chainUnreachable"]],
  ["the database is down", statusWith({}, null), ["databaseUnreachable"]],
])("%s", (_, status, kinds) => {
  expect(troublesOf(status).map(({ kind }) => kind)).toEqual(kinds);
});

test("the page calls stuck what the alerts do", () => {
  const rules = readFileSync("docs/ops/alerts.yml", "utf8");
  const { waitingSeconds, inFlightSeconds, lagSeconds, deliveries } = troubleLimits;
  for (const condition of [
    `(coinwright_oldest_undelivered_seconds{state="waiting"}) > ${waitingSeconds}\n`,
    `(coinwright_lane_oldest_seconds) > ${inFlightSeconds}\n`,
    `(coinwright_cursor_lag_seconds) > ${lagSeconds}\n`,
    `(coinwright_deployer_deliveries) < ${deliveries}\n`,
  ])
    expect(rules).toContain(condition);
});
