import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { freePort } from "#lib/local/free-port.ts";
import { runSql } from "#lib/local/postgres.ts";
import { createParts } from "#lib/testing/test-context.ts";
import { runScript } from "./support/run-program.ts";

const NOWHERE = "127.0.0.1:9";
const privateKey = `0x${"11".repeat(32)}` as const;

const listening: Server[] = [];

afterAll(() => {
  for (const server of listening) server.close();
});

describe.concurrent("a command that fails says in a sentence what failed and what to do", () => {
  test.each([
    ["demo", { PORT: "http" }, "PORT must be a number"],
    ["demo", { DATABASE_URL: "secret" }, "DATABASE_URL must be a postgres:// address"],
    ["demo", { RPC_URL_31337: "secret" }, "RPC_URL_31337 must be an http:// or https:// address"],
    ["migrate", { DATABASE_URL: "" }, "DATABASE_URL is required"],
    [
      "worker",
      { DEPLOY_STRATEGY: "queue", QUEUE_URL: "secret" },
      "QUEUE_URL must be a redis:// or postgres:// address",
    ],
    ["checkout-deploy", { DEPLOYER_PRIVATE_KEY: "" }, "DEPLOYER_PRIVATE_KEY is required"],
  ])("%s with %j", async (script, env, sentence) => {
    expect(await failureOf(script, env)).toContain(`\n  - ${sentence}`);
  });

  test.each(["demo", "measure/bench", "migrate"])(
    "%s, where the database does not answer",
    async (script) => {
      const DATABASE_URL = `postgres://user:secret@${NOWHERE}/none`;
      const sentence = `PostgreSQL at ${NOWHERE} does not answer. Start it, or correct DATABASE_URL.`;
      expect(await failureOf(script, { DATABASE_URL, RPC_URL_31337: inject("rpcUrl") })).toBe(sentence);
    },
  );

  test("worker, where there is no queue", async () => {
    const { env, stop } = await createParts();
    onTestFinished(stop);
    expect(await failureOf("worker", env)).toBe(
      "There is no queue to work on. Set DEPLOY_STRATEGY=queue, as for the servers.",
    );
  });

  test("worker, where anybody could read its metrics, or nothing can listen for them", async () => {
    const { env, stop } = await createParts();
    onTestFinished(stop);
    const port = await listen(createTcpServer());
    const working = { ...env, DEPLOY_STRATEGY: "queue", METRICS_PORT: String(port) };
    expect(await failureOf("worker", working)).toBe(
      "METRICS_PORT needs METRICS_TOKEN, by which those are known who may read the metrics.",
    );
    expect(await failureOf("worker", { ...working, METRICS_TOKEN: "a-token-of-the-operators" })).toBe(
      `Nothing can listen on METRICS_PORT ${port} of 127.0.0.1. Free it, or name another.`,
    );
  });

  test("migrate, where the database hangs", async () => {
    const port = await listen(createTcpServer());
    const said = await failureOf("migrate", {
      DATABASE_URL: `postgres://user:secret@127.0.0.1:${port}/none`,
    });
    expect(said).toBe(`PostgreSQL at 127.0.0.1:${port} does not answer. Start it, or correct DATABASE_URL.`);
  });

  test("demo, where the database's user may not create databases", async () => {
    const url = new URL(inject("postgresUrl"));
    [url.username, url.password] = ["visitor", "secret"];
    await runSql(inject("postgresUrl"), "create role visitor login password 'secret'");
    const said = await failureOf("demo", { DATABASE_URL: url.href, RPC_URL_31337: inject("rpcUrl") });
    expect(said).toBe(
      `PostgreSQL at ${url.host} refuses: permission denied to create database. Mend that, or name another user or server in DATABASE_URL.`,
    );
  });

  test("demo, where its port is taken", async () => {
    const PORT = String(await listen(createTcpServer()));
    expect(await failureOf("demo", { PORT })).toBe(
      `Port ${PORT} is taken, or not allowed. Stop what listens on it, or set PORT to another.`,
    );
  });

  test.each(["demo", "checkout-deploy"])("%s, where the node does not answer", async (script) => {
    const said = await failureOf(script, { RPC_URL_31337: `http://${NOWHERE}/secret` });
    expect(said).toBe("The node of RPC_URL_31337 does not answer. Start it, or correct RPC_URL_31337.");
  });

  test.each(["demo", "checkout-deploy"])("%s, where the node serves another chain", async (script) => {
    const port = await listen(
      createServer((_, response) => response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: "0x1" }))),
    );
    const said = await failureOf(script, { RPC_URL_31337: `http://127.0.0.1:${port}/secret` });
    expect(said).toBe("The node of RPC_URL_31337 serves chain 1. Name one that serves 31337.");
  });

  test("checkout-deploy, where the deployer has no ether", async () => {
    const said = await failureOf("checkout-deploy", { RPC_URL_31337: inject("rpcUrl") });
    expect(said).toBe(
      `The deployer ${privateKeyToAddress(privateKey)} has no ether on chain 31337. Send it some.`,
    );
  });
});

/** Runs a command that must fail, and without a stack trace. @returns what it says, which holds no secret */
async function failureOf(script: string, given: Record<string, string>): Promise<string> {
  const own = { PORT: String(await freePort()), DATABASE_URL: inject("postgresUrl"), PRICE_31337: "" };
  const options = script === "checkout-deploy" ? ["--chain", "31337"] : [];
  const env = { ...own, DEPLOYER_PRIVATE_KEY: privateKey, ...given };
  const { code, stderr } = await runScript(`${script}.ts`, options, env);
  expect(code).toBe(1);
  expect(stderr).not.toMatch(/^ +at |secret/m);
  return stderr.trim();
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  listening.push(server);
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has an address and a port");
  return address.port;
}
