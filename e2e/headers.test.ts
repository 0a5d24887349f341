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

test("browsers are told to stay with TLS by the word of a trusted proxy alone", async () => {
  const secure = { headers: { "X-Forwarded-Proto": "https" } };
  const untrusting = await startParts({});
  expect((await fetch(untrusting, secure)).headers.get("Strict-Transport-Security")).toBeNull();
  const trusting = await startParts({ TRUSTED_PROXIES: "127.0.0.0/8" });
  expect((await fetch(trusting)).headers.get("Strict-Transport-Security")).toBeNull();
  expect((await fetch(trusting, secure)).headers.get("Strict-Transport-Security")).toBe("max-age=31536000");
});
