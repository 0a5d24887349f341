import type { Stoppable } from "#lib/local/process.ts";
import { audit, type Books } from "./books/books.ts";
import type { Plan, Setting } from "./plan/plan.ts";
import { perform, type RunResult } from "./run.ts";
import { isSame, openWorld, type World } from "./world/world.ts";

/** Nothing of a run takes this long unless something hangs. */
const RUN_TIMEOUT_MS = 120_000;

/** A few worlds that take turns. */
export type Worlds = Stoppable & {
  /** Waits for a world that is free, and runs the plan in it. */
  run: (plan: Plan) => Promise<RunResult>;
  /** Goes over all earlier runs again, in the worlds that are still there. @returns what is not right any more */
  auditAll: () => Promise<string[]>;
};

/** @param count how many runs can go on at the same time */
export function openWorlds(count: number): Worlds {
  /** Null is a place for a world that is not built yet. */
  const idle: (World | null)[] = Array.from({ length: count }, () => null);
  const waiting: { setting: Setting; begin: (world: World | null) => void }[] = [];
  const open = new Set<Promise<World>>();
  const history = new Map<World, Books[]>();
  let isStopped = false;

  const take = async ({ setting }: Plan) => {
    const fitting = idle.findIndex((world) => world !== null && isSame(world.setting, setting));
    const [world] = idle.splice(fitting, 1);
    return world === undefined
      ? new Promise<World | null>((begin) => waiting.push({ setting, begin }))
      : world;
  };
  const giveBack = (world: World | null) => {
    // To configure servers anew takes longer than many a run.
    const fitting = waiting.findIndex(({ setting }) => world !== null && isSame(world.setting, setting));
    const [next] = waiting.splice(Math.max(fitting, 0), 1);
    if (next) next.begin(world);
    else idle.push(world);
  };

  async function build(setting: Setting): Promise<World> {
    if (isStopped) throw new Error("The worlds are closed.");
    const opening = openWorld(setting);
    open.add(opening);
    return opening.catch((error: unknown) => {
      open.delete(opening);
      throw error;
    });
  }

  async function close(world: World): Promise<void> {
    for (const opening of open) if ((await opening) === world) open.delete(opening);
    history.delete(world);
    await world.stop();
  }

  return {
    run: async (plan) => {
      let world = await take(plan);
      try {
        world ??= await build(plan.setting);
        const result = await withTimeout(perform(world, plan));
        // What is wrong with a world must not be held against the next run.
        if (result.violations.length === 0) {
          history.set(world, [...(history.get(world) ?? []), result.books]);
          return result;
        }
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
    auditAll: async () => {
      const all = await Promise.all([...history].map(([world, books]) => audit(world, merge(books))));
      return all.flat();
    },
    stop: async () => {
      isStopped = true;
      const opened = await Promise.allSettled(open);
      for (const each of opened) if (each.status === "fulfilled") await each.value.stop();
    },
  };
}

function merge(books: Books[]): Books {
  const [first] = books;
  if (!first) throw new Error("There is nothing to merge.");
  return {
    customers: books.flatMap(({ customers }) => customers),
    start: first.start,
    foreign: new Set(books.flatMap(({ foreign }) => [...foreign])),
    strangers: new Set(books.flatMap(({ strangers }) => [...strangers])),
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
