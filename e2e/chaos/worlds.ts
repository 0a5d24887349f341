import type { Stoppable } from "../../scripts/local.ts";
import type { Plan } from "./plan.ts";
import { perform, type RunResult } from "./run.ts";
import { openWorld, type World } from "./world.ts";

/** Nothing of a run takes this long unless something hangs. */
const RUN_TIMEOUT_MS = 120_000;

/** A few worlds that take turns. */
export type Worlds = Stoppable & {
  /** Waits for a world that is free, and runs the plan in it. */
  run: (plan: Plan) => Promise<RunResult>;
};

/** @param count how many runs can go on at the same time */
export function openWorlds(count: number): Worlds {
  const idle: (World | null)[] = Array.from({ length: count }, () => null);
  const waiting: ((world: World | null) => void)[] = [];
  const open = new Set<Promise<World>>();
  let isStopped = false;

  const take = async () => {
    const world = idle.pop();
    return world === undefined ? new Promise<World | null>((resolve) => waiting.push(resolve)) : world;
  };
  const giveBack = (world: World | null) => {
    const next = waiting.shift();
    if (next) next(world);
    else idle.push(world);
  };

  async function build(): Promise<World> {
    if (isStopped) throw new Error("The worlds are closed.");
    const opening = openWorld();
    open.add(opening);
    return opening.catch((error: unknown) => {
      open.delete(opening);
      throw error;
    });
  }

  async function close(world: World): Promise<void> {
    for (const opening of open) if ((await opening) === world) open.delete(opening);
    await world.stop();
  }

  return {
    run: async (plan) => {
      let world = await take();
      try {
        world ??= await build();
        const result = await withTimeout(perform(world, plan));
        // What is wrong with a world must not be held against the next run.
        if (result.violations.length === 0) return result;
        await close(world);
        world = null;
        return result;
      } catch (error) {
        if (world && !isStopped) await close(world);
        world = null;
        throw error;
      } finally {
        giveBack(world);
      }
    },
    stop: async () => {
      isStopped = true;
      const opened = await Promise.allSettled(open);
      for (const each of opened) if (each.status === "fulfilled") await each.value.stop();
    },
  };
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("The run hangs.")), RUN_TIMEOUT_MS);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
