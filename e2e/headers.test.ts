import { expect, onTestFinished, test } from "vitest";
import { startServer } from "#lib/local/server.ts";
import { createParts } from "#lib/testing/test-context.ts";

async function startParts(overrides: Record<string, string>): Promise<string> {
  const parts = await createParts();
  const server = await startServer("start", { ...parts.env, ...overrides });
  onTestFinished(async () => {
    await server.stop();
    await parts.stop();
  });
  return server.url;
}

test("each page has a policy with a nonce of its own, which all of its scripts carry", async () => {
  const url = await startParts({ PUBLIC_RPC_URL_31337: "https://node.example/secret-path" });
  const nonces = new Set<string>();
  for (const path of ["/", "/tokens", "/nothing"]) {
    const response = await fetch(url + path);
    const policy = response.headers.get("Content-Security-Policy") ?? "";
    const nonce = /script-src 'nonce-([^']+)' 'strict-dynamic'/.exec(policy)?.[1] ?? "";
    nonces.add(nonce);
    expect(policy).toContain("connect-src 'self' https://node.example;");
    const scripts = [...(await response.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(response.headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin-allow-popups");
    expect(response.headers.get("Permissions-Policy")).toContain("camera=()");
  }
  expect(nonces.size).toBe(3);
  const api = await fetch(`${url}/api/tokens`);
  expect(api.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
});

test("a script comes as small as the browser takes it, and is the same script", async () => {
  const url = await startParts({});
  const [, path = ""] = /src="(\/_next\/static\/[^"]+\.js)"/.exec(await (await fetch(url)).text()) ?? [];
  const scripts = new Set<string>();
  for (const [accepted, expected] of [
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, br;q=0", "gzip"],
    ["identity", null],
  ] as const) {
    const response = await fetch(url + path, { headers: { "Accept-Encoding": accepted } });
    expect(response.headers.get("Content-Encoding")).toBe(expected);
    expect(response.headers.get("Content-Type")).toMatch(/^application\/javascript/);
    expect(response.headers.get("Cache-Control")).toContain("immutable");
    expect(response.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(response.headers.get("Vary")).toContain("Accept-Encoding");
    scripts.add(await response.text());
  }
  expect(scripts.size).toBe(1);
});

test("browsers are told to stay with TLS by the word of a trusted proxy alone", async () => {
  const secure = { headers: { "X-Forwarded-Proto": "https" } };
  const untrusting = await startParts({});
  expect((await fetch(untrusting, secure)).headers.get("Strict-Transport-Security")).toBeNull();
  const trusting = await startParts({ TRUSTED_PROXIES: "127.0.0.0/8" });
  expect((await fetch(trusting)).headers.get("Strict-Transport-Security")).toBeNull();
  expect((await fetch(trusting, secure)).headers.get("Strict-Transport-Security")).toBe("max-age=31536000");
});

test("a page is in the language that is asked for, and no cache keeps it for the next reader", async () => {
  const url = await startParts({});
  const languageFor = async (headers: Record<string, string>) => {
    const response = await fetch(url, { headers });
    expect(response.headers.get("Cache-Control")).toContain("no-store");
    return /<html lang="([^"]*)"/.exec(await response.text())?.[1];
  };
  expect(await languageFor({})).toBe("en");
  expect(await languageFor({ "Accept-Language": "zh-TW,zh;q=0.9,en;q=0.8" })).toBe("zh-CN");
  expect(await languageFor({ "Accept-Language": "zh-CN", Cookie: "coinwright-locale=en" })).toBe("en");
  expect(await languageFor({ "Accept-Language": "zh-CN", Cookie: "coinwright-locale=<script>" })).toBe(
    "zh-CN",
  );
});
