import pg from "pg";
import type { Keep } from "#lib/local/process.ts";
import { CHANNEL } from "#lib/live/listen.ts";
import { inTurn } from "../../measure/in-turn.ts";
import { rowOf } from "../../measure/rows.ts";
import type { Row } from "../../measure/section.ts";

const WRITERS = 16;
const SECONDS = 2;

/**
 * How many changes of orders a second a database commits that tells of each, and one that does not: transactions that
 * notify commit one after the other. @param client connected to the database; the writers are others
 */
export async function compareCommits(keep: Keep, client: pg.Client, times: number): Promise<Row[]> {
  const { database, host, port, user, password } = client;
  const settings = { database, host, port, user, password };
  const connect = async () => {
    const own = new pg.Client(settings);
    await own.connect();
    keep({ stop: () => own.end() });
    return own;
  };
  const listener = await connect();
  await listener.query(`listen ${CHANNEL}`);
  const writers = await Promise.all(Array.from({ length: WRITERS }, connect));
  const { rows } = await client.query<{ id: string }>("select id from orders order by id limit $1", [
    WRITERS,
  ]);
  const commit = async (trigger: "enable" | "disable") => {
    await client.query(`alter table orders ${trigger} trigger orders_changed`);
    const counts = await Promise.all(writers.map((writer, index) => write(writer, rows[index]?.id ?? "")));
    return counts.reduce((sum, count) => sum + count, 0) / SECONDS;
  };
  const samples = await inTurn(times, { told: () => commit("enable"), silent: () => commit("disable") });
  await client.query("alter table orders enable trigger orders_changed");
  return [
    rowOf(`commits by ${WRITERS} writers that are told of`, "per second", samples.told),
    rowOf(`commits by ${WRITERS} writers that are not`, "per second", samples.silent),
  ];
}

/** Changes one order again and again. @returns how often */
async function write(writer: pg.Client, id: string): Promise<number> {
  const endsAt = performance.now() + SECONDS * 1_000;
  let count = 0;
  for (; performance.now() < endsAt; count += 1)
    await writer.query("update orders set expires_at = expires_at + interval '1 second' where id = $1", [id]);
  return count;
}
