import { expect, test } from "vitest";
import { nonceGap } from "./read-chain.ts";

test.each([
  ["nothing is open", [], 5, 0],
  ["what is open is next", [5, 6], 5, 0],
  ["the next is missing", [6, 7], 5, 1],
  ["two are missing, one of them in the middle", [6, 8], 5, 2],
  ["what is open is mined, and not settled yet", [3, 4], 5, 0],
  ["some of it is mined", [4, 5, 7], 5, 1],
])("the gap where %s", (_, open, minedCount, gap) => {
  expect(nonceGap(open, minedCount)).toBe(gap);
});
