import { cpSync, existsSync, readdirSync } from "node:fs";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { completeBuild, serverFile } from "#lib/local/build.ts";
import { freePort } from "#lib/local/free-port.ts";
import { outputOf, spawnNode, stopProcess, until } from "#lib/local/process.ts";
import { createParts, createWallet, pay, rawBody, type Parts } from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";
import { askOn } from "./support/ask-on.ts";

/** The folder that the build makes, copied to where nothing else of the project is. */

let parts: Parts;
let folder: string;

beforeAll(async () => {
  parts = await createParts();
  completeBuild();
  folder = await mkdtemp(join(tmpdir(), "coinwright-standalone-"));
  cpSync(join(serverFile, ".."), folder, { recursive: true, verbatimSymlinks: true });
});

afterAll(async () => {
  await parts.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startCopy() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...parts.env, HOSTNAME: "127.0.0.1", PORT: String(port), NODE_PATH: "", NODE_OPTIONS: "" };
  const child = spawnNode([join(folder, "server.js")], env, ["ignore", "pipe", "pipe"]);
  onTestFinished(() => stopProcess(child));
  await until("The server", { child, output: outputOf(child), ready: () => fetch(`${url}/api/health`) });
  return { url, child };
}

/** What the folder has of a package. */
function kept(name: string): string[] {
  return readdirSync(join(folder, "node_modules", name));
}

test("it delivers an order, shows its pages with all that they load, and holds no secrets", async () => {
  const { url } = await startCopy();
  const wallet = await createWallet();
  const placed = await fetch(`${url}/api/tokens`, {
    method: "POST",
    body: JSON.stringify(rawBody(wallet.account.address, { name: "铜钱 🚀" })),
  });
  const order = await placed.json();
  await pay(wallet, order);
  const { status, body } = await call(`${url}/api/deploy`, "POST", { token: order.address });
  expect([status, body.token?.status]).toEqual([200, "deployed"]);

  const page = await (await fetch(`${url}/tokens/${order.address}`)).text();
  const files = [...new Set(page.match(/\/_next\/static\/[^"\\]+\.(?:js|css|woff2)/g))];
  expect(files.length).toBeGreaterThan(3);
  const statuses = await Promise.all(files.map(async (file) => (await fetch(`${url}${file}`)).status));
  expect(new Set(statuses)).toEqual(new Set([200]));
  const [, picture = ""] = /property="og:image" content="[^"]*?(\/tokens\/[^"]+)"/.exec(page) ?? [];
  expect((await fetch(`${url}${picture}`)).headers.get("Content-Type")).toBe("image/png");
  // What it takes for such a name, and no more of those packages.
  expect(kept("@twemoji/svg")).toContain("1f680.svg");
  expect(
    kept("@fontsource/noto-sans-sc/files").filter((file) => !/-(400|700)-normal\.woff$/.test(file)),
  ).toEqual([]);
  expect((await fetch(`${url}/_next/image?url=%2Ficon.svg&w=64&q=75`)).status).toBe(404);
  expect([".env", ".env.production"].filter((name) => existsSync(join(folder, name)))).toEqual([]);
});

test("while it ends, whoever is connected and asks on is answered, and it does not wait for those who idle", async () => {
  const { url, child } = await startCopy();
  const outcomes: string[] = [];
  const asking = askOn(`${url}/api/health`, outcomes);
  await expect.poll(() => outcomes.length, { timeout: 10_000 }).toBeGreaterThan(100);
  const startedAt = Date.now();
  const ended = once(child, "exit");
  child.kill("SIGINT");
  await asking;
  expect(await ended).toEqual([130, null]);
  expect(Date.now() - startedAt).toBeLessThan(4_000);
  expect(new Set(outcomes)).toEqual(new Set(["200", "ECONNREFUSED"]));
});
