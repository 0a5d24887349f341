import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Context } from "#lib/base/context.ts";
import { CHANNEL, listen } from "./listen.ts";

const TICK_MS = 2_000;
/** While the database is heard it is tried only so often, in ticks; and as long deaf, listening begins anew. */
const TRIED_EVERY = 5;
const DEAF_FOR = 15;
const TOLD_AFTER = 3;

type Heard = {
  onChange: (key: string) => void;
  /** Anything may have changed: called at each tick while nothing can be heard, and when that is over. */
  onAnyChange: () => void;
  onTick: () => void;
};

/**
 * Hears which orders change, until it is closed. Whether it hears at all it finds out by saying something itself: past a
 * pooler `LISTEN` succeeds and nothing ever arrives, and a connection may die without anybody being told.
 */
export function openEar({ env, database, log }: Context, { onChange, onAnyChange, onTick }: Heard) {
  const url = env.DATABASE_LISTEN_URL ?? env.DATABASE_URL;
  let said: string | null = null;
  let isHearing = false;
  let ticks = 0;
  let deafTicks = 0;
  let isTold = false;
  let listener = begin();
  const timer = setInterval(tick, TICK_MS).unref();

  function begin() {
    return listen({ url, onPayload, onListening });
  }

  function onListening(): void {
    onAnyChange();
    say();
  }

  function onPayload(payload: string): void {
    if (!payload.startsWith("said ")) return onChange(payload);
    if (payload !== said) return;
    said = null;
    deafTicks = 0;
    if (isHearing) return;
    isHearing = true;
    if (isTold) log.info("changes of orders are heard of again");
    isTold = false;
    onAnyChange();
  }

  function say(): void {
    said = `said ${randomUUID()}`;
    // The answer is that it arrives.
    database.execute(sql`select pg_notify(${CHANNEL}, ${said})`).catch(() => undefined);
  }

  function tell(): void {
    if (isTold || deafTicks < TOLD_AFTER) return;
    isTold = true;
    log.warn(
      "nothing is heard of changes, so the database is asked every two seconds; past a pooler DATABASE_LISTEN_URL names it",
    );
  }

  function tick(): void {
    ticks += 1;
    if (said !== null) isHearing = false;
    if (!isHearing) {
      deafTicks += 1;
      tell();
      onAnyChange();
    }
    if (deafTicks >= DEAF_FOR) {
      deafTicks = 0;
      listener.end();
      listener = begin();
    }
    if (!isHearing || ticks % TRIED_EVERY === 0) say();
    onTick();
  }

  return {
    close: () => {
      clearInterval(timer);
      listener.end();
    },
  };
}
