import { expect, test } from "vitest";
import { ownChain } from "#lib/testing/own-chain.ts";
import { blocksWithin, unsettledBlocks } from "./pace.ts";

test.each([
  [12_000, 64n],
  [2_000, 64n],
  [250, 480n],
  [0.1, 10_000n],
  [0, 64n],
])("of blocks that take %d ms, the last %d may still change", (blockTimeMs, blocks) => {
  expect(blocksWithin(blockTimeMs)).toBe(blocks);
});

test("where nobody has published how long a block takes, it is measured", async () => {
  const { context, chain } = await ownChain();
  await chain.mine({ blocks: 300, interval: 1 });
  const [asked] = context.chains;
  expect(asked && (await unsettledBlocks(asked))).toBe(120n);
});
