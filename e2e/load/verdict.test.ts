import { expect, test } from "vitest";
import type { Figures } from "./figures.ts";
import { leaksIn } from "./verdict.ts";

const calm: Figures = {
  heapMiB: 60,
  rssMiB: 200,
  handles: 20,
  streams: 0,
  connections: 15,
  locks: 0,
  idleInTransaction: 0,
};
const samples = Array.from({ length: 9 }, () => calm);
const growing = samples.map((sample, index) => ({ ...sample, heapMiB: 60 + index * 10 }));
const warming = samples.map((sample, index) => ({ ...sample, heapMiB: index < 3 ? 20 : 60 }));

test.each([
  ["nothing that stays as it is", { samples, atRest: calm }, []],
  ["nothing that only warms up", { samples: warming, atRest: calm }, []],
  ["nothing in a time too short to tell", { samples: growing.slice(0, 2), atRest: calm }, []],
  ["a heap that grows", { samples: growing, atRest: calm }, ["The heap grew from 100.0 to 130.0 MiB."]],
  [
    "sockets that nobody closes",
    { samples, atRest: { ...calm, handles: 64 } },
    ["64 handles are open at rest, and 20 were at the beginning."],
  ],
  [
    "a stream that nobody ends",
    { samples, atRest: { ...calm, streams: 3 } },
    ["3 streams are open at rest."],
  ],
  [
    "a lock that nobody frees",
    { samples, atRest: { ...calm, locks: 1 } },
    ["1 advisory locks are held at rest."],
  ],
  [
    "a transaction that nobody ends",
    { samples, atRest: { ...calm, idleInTransaction: 2 } },
    ["2 sessions idle in a transaction at rest."],
  ],
  [
    "more connections than it may have",
    { samples: [...samples, { ...calm, connections: 24 }], atRest: calm },
    ["It had 24 connections, and may have 23."],
  ],
])("%s is told", (_, record, sentences) => {
  expect(leaksIn(record, 23)).toEqual(sentences);
});
