import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startNginx, type Certificate } from "#lib/local/distribution/nginx.ts";
import type { Stoppable } from "#lib/local/process.ts";
import { startServer } from "#lib/local/server.ts";
import { createParts, createWallet, pay, rawBody } from "#lib/testing/test-context.ts";
import { call } from "../support/api-client.ts";
import { isThere } from "../support/is-there.ts";

/** docs/nginx.conf with a certificate, before two servers. */

const NAME = "tokens.example.com";

describe.runIf(isThere("nginx", "openssl"))("over HTTPS", () => {
  const running: Stoppable[] = [];
  let folder: string;
  let ca: string;
  let server: string;
  let site: Awaited<ReturnType<typeof startNginx>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "coinwright-certificate-"));
    const certificate = selfSigned(folder);
    ca = readFileSync(certificate.certificate, "utf8");
    const parts = await createParts();
    running.push(parts);
    const env = { ...parts.env, TRUSTED_PROXIES: "127.0.0.1" };
    const servers = await Promise.all([startServer("start", env), startServer("start", env)]);
    running.push(...servers);
    server = servers[0].url;
    site = await startNginx(
      servers.map(({ url }) => url),
      certificate,
    );
    running.push(site);
  });

  afterAll(async () => {
    for (const part of running.toReversed()) await part.stop();
    rmSync(folder, { recursive: true });
  });

  function ask(path: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const asked = request(`${site.url}${path}`, { ca, servername: NAME }, resolve);
      asked.once("error", reject).end();
      onTestFinished(() => void asked.destroy());
    });
  }

  test("pages and API are there, and a browser is told to come by HTTPS from then on", async () => {
    const [page, health] = await Promise.all([ask("/"), ask("/api/health")]);
    for (const answer of [page, health]) answer.resume();
    expect([page.statusCode, health.statusCode]).toEqual([200, 200]);
    expect(page.headers["strict-transport-security"]).toBe("max-age=31536000");
  });

  test("who comes by HTTP is sent on", async () => {
    const answer = await fetch(`${site.plainUrl}/tokens/x?a=b`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("Location")]).toEqual([301, "https://127.0.0.1/tokens/x?a=b"]);
  });

  test("an order's page is told of each change at once, through HTTPS and compression", async () => {
    const wallet = await createWallet();
    const { body: order } = await call(`${server}/api/tokens`, "POST", rawBody(wallet.account.address));
    const { address = "0x", price = "0", checkout = "0x" } = order;
    const stream = await ask(`/api/tokens/${address}/events`);
    let told = "";
    stream.on("data", (data: Buffer) => (told += String(data)));
    await expect.poll(() => told, { timeout: 5_000 }).toContain('"status":"awaiting_payment"');
    await pay(wallet, { address, price, checkout });
    expect((await call(`${server}/api/deploy`, "POST", { token: address })).status).toBe(200);
    await expect.poll(() => told, { timeout: 5_000 }).toContain('"status":"deployed"');
  });
});

function selfSigned(folder: string): Certificate {
  const files = { certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
  const options = ["-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  const names = ["-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`];
  const output = ["-keyout", files.key, "-out", files.certificate];
  execFileSync("openssl", ["req", ...options, ...names, ...output], { stdio: "ignore" });
  return files;
}
