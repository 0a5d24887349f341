import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { reading } from "./reading.ts";

test("however many ask at once or soon after, it is read once", async () => {
  let reads = 0;
  const read = reading(
    async () => {
      reads += 1;
      await delay(20);
      return reads;
    },
    () => undefined,
  );
  expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
  expect(await read()).toBe(1);
});

test("what fails is told, answered with nothing, and not tried again at once", async () => {
  const errors: unknown[] = [];
  const read = reading(
    () => Promise.reject(new Error("down")),
    (error) => errors.push(error),
  );
  expect([await read(), await read()]).toEqual([null, null]);
  expect(errors).toHaveLength(1);
});

test("nobody waits for what does not end, and no second one is begun", async () => {
  let reads = 0;
  const read = reading(
    () => {
      reads += 1;
      return new Promise<number>(() => undefined);
    },
    () => undefined,
  );
  const startedAt = performance.now();
  expect(await Promise.all([read(), read()])).toEqual([null, null]);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(reads).toBe(1);
});
