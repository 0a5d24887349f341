import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { createTestContext } from "#lib/testing/test-context.ts";
import { openEar } from "./ear.ts";
import { CHANNEL } from "./listen.ts";

test("a connection that dies without a word is noticed, and everything is read again until there is another", async () => {
  const context = await createTestContext();
  const database = new URL(context.env.DATABASE_URL);
  const sockets: Socket[] = [];
  const between = createServer((socket) => {
    const onwards = connect(Number(database.port), database.hostname);
    sockets.push(socket, onwards);
    socket
      .on("error", () => undefined)
      .pipe(onwards.on("error", () => undefined))
      .pipe(socket);
  });
  between.listen(0, "127.0.0.1");
  await once(between, "listening");
  const address = between.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  const url = new URL(database);
  url.host = `127.0.0.1:${address.port}`;
  const heard: string[] = [];
  let times = 0;
  const env = { ...context.env, DATABASE_LISTEN_URL: url.href };
  const ear = openEar(
    { ...context, env },
    { onChange: (key) => heard.push(key), onAnyChange: () => (times += 1), onTick: () => undefined },
  );
  onTestFinished(() => {
    ear.close();
    for (const socket of sockets) socket.destroy();
    between.close();
  });
  const say = () => context.database.execute(sql`select pg_notify(${CHANNEL}, '1 here')`);
  await expect.poll(async () => (await say(), heard.length), { timeout: 10_000 }).toBeGreaterThan(0);
  for (const socket of sockets) socket.unpipe().pause();
  const before = times;
  await expect.poll(() => times, { timeout: 20_000 }).toBeGreaterThan(before + 2);
});
