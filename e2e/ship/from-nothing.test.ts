import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createTestClient, http, isAddress, parseEther, type Chain } from "viem";
import { baseSepolia, hardhat } from "viem/chains";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { startChain } from "#lib/local/chain.ts";
import { startRedis } from "#lib/local/distribution/redis.ts";
import { freePort } from "#lib/local/free-port.ts";
import { postgresUser } from "#lib/local/postgres-home.ts";
import { runSql } from "#lib/local/postgres.ts";
import { outputOf, spawnProgram, stopProcess, until, type Running } from "#lib/local/process.ts";
import { createParts, createWallet, pay, rawBody, type Parts } from "#lib/testing/test-context.ts";
import { call, deployAsTold } from "../support/api-client.ts";
import { isThere } from "../support/is-there.ts";
import { buildImage, copyContext, inCleanEnv, makeFolder, type Image } from "./dockerfile.ts";
import { blocksOf } from "./guide.ts";

/**
 * The Dockerfile is followed step by step in an empty folder; then its image is run by somebody who may change nothing of
 * it, and docs/deploy.md is typed word for word in the folder that it has built in.
 */

const TIMEOUT_MS = 900_000;
let folder: string;
let image: Image;
let built: { folder: string; ran: string[] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "coinwright-nothing-"));
  chmodSync(folder, 0o755);
  const [context, into] = [join(folder, "context"), join(folder, "stages")];
  for (const made of [context, into, join(folder, "bin")]) makeFolder(made);
  // Where it lies not everybody may enter.
  cpSync(process.execPath, join(folder, "bin", "node"));
  copyContext(context);
  const { stages, ...made } = await buildImage(readFileSync("Dockerfile", "utf8"), context, into);
  image = made.image;
  const stage = stages.get("build");
  if (!stage) throw new Error("There is no stage that builds.");
  built = stage;
}, TIMEOUT_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }), TIMEOUT_MS);

/** Places an order, and pays and deploys it, as a browser does. @returns the token's address */
async function buy(url: string, rpcUrl: string, chain: Chain): Promise<string> {
  const wallet = await createWallet(rpcUrl, chain);
  const { status, body } = await call(`${url}/api/tokens`, "POST", rawBody(wallet.account.address));
  expect(status).toBe(201);
  const { address = "0x", price = "0", checkout = "0x" } = body;
  await pay(wallet, { address, price, checkout });
  expect((await deployAsTold(url, { token: address })).at(-1)?.status).toBe(200);
  return address;
}

async function ownDatabase(name: string): Promise<string> {
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${name}`;
  await runSql(inject("postgresUrl"), `create database ${name}`);
  onTestFinished(() => runSql(inject("postgresUrl"), `drop database ${name} with (force)`));
  return url.href;
}

describe.runIf(isThere("redis-server"))("the image", () => {
  const { services } = z
    .object({
      services: z.record(
        z.string(),
        z.object({
          command: z.array(z.string()).default([]),
          healthcheck: z.object({ test: z.array(z.string()).default([]) }).optional(),
        }),
      ),
    })
    .parse(parse(readFileSync("compose.yaml", "utf8"), { merge: true }));
  let parts: Parts;

  beforeAll(async () => {
    parts = await createParts();
  });
  afterAll(() => parts.stop());

  test("migrates, serves, delivers by its worker, says whether it is well, and ends when it is told to", async () => {
    const redis = await startRedis();
    onTestFinished(redis.stop);
    const PORT = String(await freePort());
    const queue = { DEPLOY_STRATEGY: "queue", QUEUE_URL: redis.url, SWEEP_INTERVAL_MS: "1000" };
    const METRICS_PORT = String(await freePort());
    const metrics = { METRICS_TOKEN: "metrics-of-an-image", METRICS_PORT };
    const own = { DATABASE_URL: await ownDatabase("image"), LOG_LEVEL: "info", PORT };
    const env = { ...parts.env, ...queue, ...metrics, ...own };
    const workerHealth = services["worker"]?.healthcheck?.test
      .slice(1)
      .map((word) => word.replace("9464", METRICS_PORT));

    expect(await codeOf(run(services["migrate"]?.command, env))).toBe(0);
    expect(await codeOf(run(image.health, env))).toBe(1);
    expect(await codeOf(run(workerHealth, env))).toBe(1);
    const server = run(image.command, env);
    const worker = run(services["worker"]?.command, env);
    const [said, worked] = [outputOf(server), outputOf(worker)];
    const url = `http://127.0.0.1:${PORT}`;
    await until("The image", { child: server, output: said, ready: () => fetch(`${url}/api/health`) });
    expect(await codeOf(run(image.health, env))).toBe(0);
    const address = await buy(url, parts.rpcUrl, hardhat);
    expect((await fetch(`${url}/tokens/${address}`)).status).toBe(200);
    expect(await codeOf(run(workerHealth, env))).toBe(0);

    for (const child of [server, worker]) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    expect(`${said()}${worked()}`).not.toMatch(/EACCES|EPERM|EROFS|ERR_MODULE_NOT_FOUND/);
    expect(existsSync(join(image.folder, ".env"))).toBe(false);
  });
});

describe("docs/deploy.md", () => {
  let chain: Running & { rpcUrl: string };

  beforeAll(async () => {
    chain = await startChain({ blockTimeMs: 1_000, chainId: baseSepolia.id, chainType: "op" });
  });
  afterAll(() => chain.stop());

  test(
    "leads from nothing to the first paid token",
    async () => {
      const port = String(await freePort());
      const [url, databaseUrl] = [`http://localhost:${port}`, await ownDatabase("guide")];
      // What is this machine's own for what is a reader's own.
      const own = {
        "postgres://coinwright:PASSWORD@localhost:5432/coinwright": databaseUrl,
        "https://sepolia.base.org": chain.rpcUrl,
        "0xYOUR_TREASURY": "0x1111111111111111111111111111111111111111",
        "localhost:3000": `localhost:${port}`,
      };
      const type = (script: string) => {
        const text = Object.entries(own).reduce(
          (said, [theirs, ours]) => said.replaceAll(theirs, ours),
          script,
        );
        const command = ["bash", "-e", "-o", "pipefail", "-c", text];
        const [program, ...args] = inCleanEnv(command, { PORT: port, LOG_LEVEL: "warn" });
        // A group of its own, as a terminal gives each command: what a person ends there is all of it.
        const child = spawnProgram(program, args, {
          cwd: built.folder,
          stdio: ["ignore", "pipe", "pipe"],
          detached: true,
        });
        return { child, output: outputOf(child) };
      };

      for (const { script, notes } of blocksOf(readFileSync("docs/deploy.md", "utf8"))) {
        if (notes["in"] !== "project" || isDone(script)) continue;
        if (notes["after"] === "order") await buy(url, chain.rpcUrl, baseSepolia);
        const { child, output } = type(script);
        if (notes["until"] === "stopped") {
          onTestFinished(() => stopGroup(child));
          await until("The server", { child, output, ready: () => fetch(`${url}/api/health`) });
          continue;
        }
        await once(child, "close");
        expect(child.exitCode, `${script}\n${output()}`).toBe(0);
        const { [notes["says"] ?? "nothing"]: check } = checks;
        await check?.(output().trim());
        expect(check).toBeDefined();
      }
      expect(statSync(join(built.folder, ".env")).mode & 0o077).toBe(0);
    },
    TIMEOUT_MS,
  );

  /** What a block must have printed, and what a person does who has read it. */
  const checks: Record<string, (said: string) => unknown> = {
    address: (said) => {
      if (!isAddress(said)) throw new Error(`This is no address: ${said}`);
      const client = createTestClient({ mode: "hardhat", chain: baseSepolia, transport: http(chain.rpcUrl) });
      return client.setBalance({ address: said, value: parseEther("0.05") });
    },
    health: (said) => expect(said).toContain('"status":"ok"'),
    tokens: (said) => expect(said).toMatch(/"symbol":"TEST".*"status":"deployed"/),
    nothing: () => undefined,
  };
});

/** Runs a command of the image as a container would, as somebody who is not root. */
function run(command: string[] | undefined, env: Record<string, string>): ChildProcess {
  expect(image.user).toBe("node");
  const PATH = [join(folder, "bin"), "/usr/bin", "/bin"].join(delimiter);
  const [program, ...args] = inCleanEnv(command ?? [], { PATH, ...image.env, ...env });
  const options = { cwd: image.folder, ...postgresUser() };
  const child = spawnProgram(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => stopProcess(child));
  return child;
}

/** As Ctrl-C does. A shell that is ended alone leaves what it has started. */
async function stopGroup(child: ChildProcess): Promise<void> {
  const closed = once(child, "close");
  if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
  await closed;
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  await once(child, "close");
  return child.exitCode;
}

/** Whether the Dockerfile has typed the same. */
function isDone(script: string): boolean {
  return script
    .trim()
    .split("\n")
    .every((line) => built.ran.includes(line));
}
