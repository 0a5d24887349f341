import { readdirSync, readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { answers } from "#app/api/_schemas/answers.ts";
import { startServer, type Server } from "#lib/local/server.ts";
import { createParts, createWallet, pay, rawBody, type Parts } from "#lib/testing/test-context.ts";

const METHODS = ["get", "post", "put", "patch", "delete"];
const SECRETS = { CRON_SECRET: "a-secret-of-the-clock", METRICS_TOKEN: "a-token-of-the-operators" };

const operation = z.looseObject({
  responses: z.record(
    z.string(),
    z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional() }),
  ),
});
const description = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) });

let parts: Parts;
let server: Server;
let described: z.output<typeof description>;

beforeAll(async () => {
  parts = await createParts();
  server = await startServer("start", { ...parts.env, ...SECRETS });
  described = description.parse(await (await fetch(`${server.url}/api/openapi.json`)).json());
});

afterAll(async () => {
  await server.stop();
  await parts.stop();
});

/** What is asked, in the words of the description; the answer has to be one that it has. */
async function ask(method: "get" | "post", path: string, url: string, request: RequestInit = {}) {
  const response = await fetch(server.url + url, { method: method.toUpperCase(), ...request });
  const told = described.paths[path]?.[method]?.responses[response.status];
  expect([method, url, response.status, told]).not.toEqual([method, url, response.status, undefined]);
  const schema = JSON.stringify(told?.content?.["application/json"]?.schema ?? null);
  const [, name] = /"#\/components\/schemas\/(\w+)"/.exec(schema) ?? [];
  const known = z.enum(Object.keys(answers)).safeParse(name);
  if (!known.success) return { status: response.status, body: null };
  const body: unknown = await response.json();
  const parsed = Object.entries(answers)
    .find(([each]) => each === known.data)?.[1]
    .safeParse(body);
  expect([url, parsed?.error]).toEqual([url, undefined]);
  const said = z.looseObject({ address: z.string().optional(), code: z.string().optional() }).parse(body);
  expect(schema).toContain(known.data === "Error" ? `"${said.code}"` : known.data);
  return { status: response.status, body: said };
}

const json = (body: unknown) => ({ body: JSON.stringify(body) });
const bearer = (secret: string) => ({ headers: { Authorization: `Bearer ${secret}` } });

test("the description is OpenAPI 3.1", async () => {
  const result = await new Validator().validate(described);
  expect(result).toEqual({ valid: true });
});

test("it has every route of the API, and no other", () => {
  const files = readdirSync("app/api", { recursive: true, encoding: "utf8" });
  const routes = files.flatMap((file) => {
    const [, folder = ""] = /^(.*)\/route\.ts$/.exec(file) ?? [];
    return folder === "" || folder.includes("[[") ? [] : `/api/${folder.replace(/\[(\w+)\]/g, "{$1}")}`;
  });
  expect(Object.keys(described.paths).toSorted()).toEqual(routes.toSorted());
});

test("it has every code of an error that a route can answer with", () => {
  const sources = readdirSync("lib/base/errors").map((name) =>
    readFileSync(`lib/base/errors/${name}`, "utf8"),
  );
  const codes = [...sources.join("\n").matchAll(/readonly code = "(\w+)"/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(15);
  const text = JSON.stringify(described);
  const missing = codes.filter((code) => !text.includes(`"${code}"`));
  expect(missing).toEqual(["method_not_allowed"]);
});

test("of the methods it has all that are answered, and no other", async () => {
  for (const [path, has] of Object.entries(described.paths)) {
    const url = server.url + path.replace("{address}", `0x${"11".repeat(20)}`).replace(/{\w+}/, "1");
    const answered: string[] = [];
    for (const method of METHODS) {
      const { status } = await fetch(url, { method: method.toUpperCase() });
      if (status !== 405) answered.push(method);
    }
    expect([path, answered]).toEqual([path, METHODS.filter((method) => method in has)]);
  }
});

describe("answers are as it says", () => {
  test("of an order from its placing to its token, and of all that goes wrong on the way", async () => {
    const wallet = await createWallet();
    const body = rawBody(wallet.account.address);
    await ask("post", "/api/quote", "/api/quote", json(body));
    const { status, body: placed } = await ask("post", "/api/tokens", "/api/tokens", json(body));
    expect(status).toBe(201);
    await ask("post", "/api/tokens", "/api/tokens", json(body));
    const token = placed?.address ?? "";
    const order = z
      .looseObject({
        address: z.templateLiteral(["0x", z.string()]),
        checkout: z.templateLiteral(["0x", z.string()]),
        price: z.string(),
      })
      .parse(placed);
    const deploy = (asked: unknown) => ask("post", "/api/deploy", "/api/deploy", json(asked));
    expect((await deploy({ token })).status).toBe(402);
    await pay(wallet, order);
    expect((await deploy({ token })).status).toBe(200);
    await ask("get", "/api/tokens/{address}", `/api/tokens/${token}`);
    await ask("get", "/api/tokens/{address}", `/api/tokens/${token}?initcode=omit`);
    await ask("get", "/api/tokens", `/api/tokens?deployer=${wallet.account.address}`);

    const statuses = [
      await ask("post", "/api/tokens", "/api/tokens", json({ ...body, name: "Another" })),
      await ask("post", "/api/tokens", "/api/tokens", json({})),
      await ask("post", "/api/tokens", "/api/tokens", { body: "x".repeat(17 * 1024) }),
      await deploy({ token: `0x${"11".repeat(20)}` }),
      await ask("get", "/api/tokens", "/api/tokens?limit=0"),
    ].map((answer) => answer.status);
    expect(statuses).toEqual([409, 400, 413, 404, 400]);
  });

  test("of everything else", async () => {
    const read = { id: 1, method: "eth_chainId" };
    const statuses = [
      await ask("get", "/api/health", "/api/health"),
      await ask("get", "/api/contracts/{name}", "/api/contracts/Checkout"),
      await ask("get", "/api/contracts/{name}", "/api/contracts/Nothing"),
      await ask("post", "/api/chains/{chainId}", "/api/chains/31337", json(read)),
      await ask("post", "/api/chains/{chainId}", "/api/chains/1", json(read)),
      await ask("get", "/api/metrics", "/api/metrics", bearer(SECRETS.METRICS_TOKEN)),
      await ask("get", "/api/metrics", "/api/metrics"),
      await ask("get", "/api/status", "/api/status", bearer(SECRETS.METRICS_TOKEN)),
      await ask("get", "/api/cron/sweep", "/api/cron/sweep", bearer(SECRETS.CRON_SECRET)),
      await ask("get", "/api/openapi.json", "/api/openapi.json"),
    ].map((answer) => answer.status);
    expect(statuses).toEqual([200, 200, 404, 200, 400, 200, 401, 200, 200, 200]);
  });
});
