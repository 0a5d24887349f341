import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { completeBuild } from "#lib/local/build.ts";
import { startChain } from "#lib/local/chain.ts";
import { freePort } from "#lib/local/free-port.ts";
import { root } from "#lib/local/process.ts";
import { createParts, createWallet, pay, rawBody } from "#lib/testing/test-context.ts";
import { askOn } from "../support/ask-on.ts";
import { call, deployAsTold } from "../support/api-client.ts";

const run = promisify(execFile);
const TIMEOUT_MS = 300_000;

test(
  "the calls of PM2 that are named start two servers on one port, and reload them without losing a request",
  async () => {
    completeBuild();
    const { rpcUrl, stop } = await startChain({ blockTimeMs: 1_000 });
    onTestFinished(stop);
    const parts = await createParts(rpcUrl);
    onTestFinished(parts.stop);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const pm2 = await openPm2({ ...parts.env, PORT: String(port) });
    await pm2("start", "ecosystem.config.cjs");
    await expect.poll(() => isAnswering(url), { timeout: 60_000 }).toBe(true);
    const first = await pidsOf(pm2);
    expect(first).toHaveLength(2);

    const outcomes: string[] = [];
    const over = new AbortController();
    onTestFinished(() => over.abort());
    const asking = askOn(`${url}/api/tokens`, outcomes, { signal: over.signal, clients: 5 });
    const reloaded = new AbortController();
    const orderOnAndOn = async () => {
      const answers = [];
      while (!reloaded.signal.aborted) answers.push(await orderOn(url, rpcUrl));
      return answers;
    };
    const ordering = Promise.all([orderOnAndOn(), orderOnAndOn()]);
    await pm2("reload", "coinwright");
    reloaded.abort();
    const answers = (await ordering).flat();
    expect(answers.length).toBeGreaterThan(2);
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { status: "deployed" } });
    const before = outcomes.length;
    await expect.poll(() => outcomes.length, { timeout: 20_000 }).toBeGreaterThan(before + 20);
    over.abort();
    await asking;
    expect(new Set(outcomes)).toEqual(new Set(["200"]));
    const second = await pidsOf(pm2);
    expect(second).toHaveLength(2);
    expect(second.filter((pid) => first.includes(pid))).toEqual([]);
  },
  TIMEOUT_MS,
);

/** Orders, pays and deploys one token. @returns what the server has answered last */
async function orderOn(url: string, rpcUrl: string) {
  const wallet = await createWallet(rpcUrl);
  const { body } = await call(`${url}/api/tokens`, "POST", rawBody(wallet.account.address));
  const { address = "0x", price = "0", checkout = "0x" } = body;
  await pay(wallet, { address, price, checkout });
  return (await deployAsTold(url, { token: address })).at(-1);
}

type Pm2 = (...args: string[]) => Promise<string>;

/** PM2 with a home of its own, which ends with the test. */
async function openPm2(env: Record<string, string>): Promise<Pm2> {
  const home = await mkdtemp(join(tmpdir(), "coinwright-pm2-"));
  const pm2: Pm2 = async (...args) => {
    const typed = ["--yes", "--package", "pm2@6.0.14", "pm2", ...args];
    const options = { cwd: root, env: { ...process.env, ...env, PM2_HOME: home }, timeout: TIMEOUT_MS };
    return (await run("npx", typed, options)).stdout;
  };
  onTestFinished(async () => {
    await pm2("kill");
    await rm(home, { recursive: true, force: true });
  });
  return pm2;
}

async function pidsOf(pm2: Pm2): Promise<string[]> {
  return (await pm2("pid", "coinwright")).split("\n").filter((pid) => /^[1-9]\d*$/.test(pid));
}

async function isAnswering(url: string): Promise<boolean> {
  return fetch(`${url}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}
