/** A product that is broken on purpose, by the patch of this name in `breaks/`. */
export type Break = {
  name: string;
  /** What it does to money, tokens or orders. */
  consequence: string;
  /** The faults of the harness that show it. */
  faults: { name: string; runs: number }[];
  /** The tests that show it. */
  tests: { file: string; name: string }[];
};

export const breaks: Break[] = [
  {
    name: "broadcast-before-journal",
    consequence: "A server that dies in between leaves a delivery on chain that no journal knows.",
    faults: [{ name: "server killed when broadcast", runs: 6 }],
    tests: [],
  },
  {
    name: "sign-anew",
    consequence:
      "No token comes twice and no money is lost, as the Checkout refuses a second delivery; the servers pay gas for it.",
    faults: [],
    tests: [
      {
        file: "e2e/crash.test.ts",
        name: "a server killed between the journal and the broadcast: the retry sends the stored bytes",
      },
      {
        file: "lib/deploy/deploy.faults.test.ts",
        name: "a delivery that is not mined by the deadline is submitted, and the next call goes on from there",
      },
    ],
  },
  {
    name: "no-chain-read",
    consequence: "An order whose token exists is called failed.",
    faults: [
      { name: "server killed when mined", runs: 3 },
      { name: "delivery by a stranger in the same block", runs: 3 },
    ],
    tests: [],
  },
  {
    name: "lock-released-early",
    consequence:
      "No money or token is at risk, as the journal still allows one open delivery of an order and of a nonce; but orders are no longer deployed one at a time.",
    faults: [],
    tests: [
      {
        file: "lib/base/lock/lock.test.ts",
        name: "of two pools, as of two servers, one holds the lock and the other is refused at once",
      },
      {
        file: "e2e/concurrency.test.ts",
        name: "25 paid orders at once, against two servers, are deployed one at a time, each exactly as ordered",
      },
    ],
  },
  {
    name: "standing-under-lock",
    consequence: "Whoever asks for orders without paying keeps those who have paid waiting.",
    faults: [{ name: "hostile: unpaid orders asked for in a loop", runs: 2 }],
    tests: [
      {
        file: "lib/deploy/look.test.ts",
        name: "who has not paid is told so while the lock is taken, and never takes it",
      },
    ],
  },
  {
    name: "failed-never-retried",
    consequence:
      "An order whose delivery failed for a passing reason waits until its payer takes the money back.",
    faults: [],
    tests: [
      {
        file: "lib/sweep/sweep.test.ts",
        name: "what failed is tried again after a while, and with ever longer pauses, as long as it is paid",
      },
    ],
  },
  {
    name: "freed-nonce-left-out",
    consequence:
      "A nonce that a reorganisation freed is never used again, and every later order of the account waits for ever.",
    faults: [],
    tests: [
      {
        file: "lib/sweep/nonces.test.ts",
        name: "a nonce that a reorganisation freed is used again, though a request asks before the sweep",
      },
    ],
  },
];
