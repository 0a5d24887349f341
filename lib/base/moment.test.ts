import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { forAMoment } from "./moment.ts";

test("what was read is the same for a second for all who ask, and what failed is asked for again", async () => {
  const recently = forAMoment<number>();
  const owner = {};
  let reads = 0;
  const read = async () => (reads += 1);
  const ask = () => recently(owner, "a", read);
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  expect(await recently(owner, "b", read)).toBe(2);
  expect(await recently({}, "a", read)).toBe(3);
  await delay(1_100);
  expect(await ask()).toBe(4);
  await expect(recently(owner, "c", fail)).rejects.toThrow("down");
  expect(await recently(owner, "c", read)).toBe(5);
});

async function fail(): Promise<never> {
  throw new Error("down");
}

test("what nobody asks for any more is forgotten", async () => {
  const recently = forAMoment<WeakKey>();
  const owner = {};
  const kept: WeakRef<WeakKey>[] = [];
  const ask = async (key: string) => {
    kept.push(new WeakRef(await recently(owner, key, async () => ({ of: key }))));
  };
  for (let index = 0; index < 100; index += 1) await ask(`stranger ${index}`);
  await delay(1_100);
  await ask("somebody else");
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  await expect
    .poll(() => {
      collectGarbage();
      return kept.filter((each) => each.deref() !== undefined).length;
    })
    .toBeLessThan(10);
});
