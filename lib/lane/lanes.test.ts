import { privateKeyToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { localSender } from "#lib/base/keys/sender.ts";
import { lanesToTry } from "./lanes.ts";

const senders = {
  a: localSender(privateKeyToAccount(`0x${"a".repeat(64)}`)),
  b: localSender(privateKeyToAccount(`0x${"b".repeat(64)}`)),
  c: localSender(privateKeyToAccount(`0x${"c".repeat(64)}`)),
};

const lane = (name: "a" | "b" | "c", changes: Partial<ReturnType<typeof works>> = {}) => ({
  ...works(),
  sender: senders[name],
  ...changes,
});
const works = () => ({ open: 1, isStuck: false, isFailing: false, freeWei: 10n });

test.each([
  { what: "all work", lanes: [lane("a"), lane("b"), lane("c")], tried: [senders.a, senders.b, senders.c] },
  {
    what: "the first is full",
    lanes: [lane("a", { open: 4 }), lane("b"), lane("c")],
    tried: [senders.b, senders.c],
  },
  { what: "the first is stuck", lanes: [lane("a", { isStuck: true }), lane("b")], tried: [senders.b] },
  { what: "the first can't sign", lanes: [lane("a", { isFailing: true }), lane("b")], tried: [senders.b] },
  { what: "the first can't pay", lanes: [lane("a", { freeWei: 9n }), lane("b")], tried: [senders.b] },
  {
    what: "those that work are full",
    lanes: [lane("a", { isStuck: true }), lane("b", { open: 4 })],
    tried: [],
  },
  {
    what: "none works",
    lanes: [lane("a", { isStuck: true }), lane("b", { freeWei: 0n })],
    tried: [senders.a, senders.b],
  },
  {
    what: "there is one, of which nothing is known",
    lanes: [lane("a", { open: 0, freeWei: 0n })],
    tried: [senders.a],
  },
])("lanes that are tried where $what", ({ lanes, tried }) => {
  const found = lanesToTry(lanes, { depth: 4, costWei: 10n });
  expect(found.map(({ sender }) => sender)).toEqual(tried);
});
