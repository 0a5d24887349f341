import { zeroAddress } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "#lib/local/server.ts";
import { tokenAbi } from "#lib/shared/abi.ts";
import { onlyFeatures } from "#lib/shared/features.ts";
import type { Order } from "#lib/shared/order.ts";
import { createParts, createWallet, pay, rawBody, type Parts } from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";

/** @see https://nodejs.org/api/permissions.html */
const MAY_NOT_WRITE_FILES =
  "--permission --allow-fs-read=* --allow-worker --allow-child-process --allow-addons";

let parts: Parts;
let free: Parts;
let server: Server;
let freeServer: Server;

beforeAll(async () => {
  [parts, free] = await Promise.all([createParts(), createParts()]);
  [server, freeServer] = await Promise.all([
    startServer("start", parts.env),
    startServer("start", { ...free.env, PRICE_31337: "0", NODE_OPTIONS: MAY_NOT_WRITE_FILES }),
  ]);
});

afterAll(async () => {
  await Promise.all([server.stop(), freeServer.stop()]);
  await Promise.all([parts.stop(), free.stop()]);
});

test("placing an order answers 201 with all of it, and the same again 200", async () => {
  const { account } = await createWallet();
  const body = rawBody(account.address, { supply: "10.50", features: { mintable: true }, cap: "20" });
  const first = await call(`${server.url}/api/tokens`, "POST", body);
  expect(first.status).toBe(201);
  expect(first.headers.get("Location")).toBe(`/api/tokens/${first.body.address}`);
  expect(first.body).toMatchObject({
    status: "awaiting_payment",
    name: "Test Token",
    supply: "10.5",
    cap: "20",
    features: onlyFeatures("mintable"),
    owner: account.address,
    deployer: account.address,
    chainId: 31337,
    salt: body["salt"],
    checkout: parts.env.CHECKOUT_31337,
    payTx: null,
    deployTx: null,
    blockNumber: null,
    paidAt: null,
    deployedAt: null,
    refundableAt: null,
    failure: null,
  });
  const { fee, network } = first.body.priceParts ?? { fee: "", network: "" };
  expect(fee).toBe(String(10n ** 16n));
  expect(BigInt(network)).toBeGreaterThan(0n);
  expect(first.body.price).toBe(String(BigInt(fee) + BigInt(network)));
  const second = await call(`${server.url}/api/tokens`, "POST", body);
  expect(second.status).toBe(200);
  expect(second.body).toEqual(first.body);
  const found = await call(`${server.url}/api/tokens/${first.body.address?.toLowerCase()}?chainId=31337`);
  expect(found.body).toEqual(first.body);
});

test("the same order placed 20 times at once is stored once", async () => {
  const { account } = await createWallet();
  const body = rawBody(account.address);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => call(`${server.url}/api/tokens`, "POST", body)),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
  expect(new Set(answers.map((answer) => answer.body.address)).size).toBe(1);
});

test("the same salt with another body is a conflict, on both endpoints", async () => {
  const { account } = await createWallet();
  const body = rawBody(account.address);
  await call(`${server.url}/api/tokens`, "POST", body);
  for (const path of ["tokens", "deploy"]) {
    const answer = await call(`${server.url}/api/${path}`, "POST", { ...body, supply: "2" });
    expect(answer).toMatchObject({ status: 409, body: { code: "conflict" } });
  }
});

test("a quote names the address and the price of an order, and stores nothing", async () => {
  const { account } = await createWallet();
  const body = rawBody(account.address);
  const quote = await call(`${server.url}/api/quote`, "POST", body);
  expect(quote.status).toBe(200);
  expect((await call(`${server.url}/api/tokens/${quote.body.address}`)).status).toBe(404);
  const placed = await call(`${server.url}/api/tokens`, "POST", body);
  expect(placed).toMatchObject({
    status: 201,
    body: { address: quote.body.address, price: quote.body.price },
  });
});

test("an unpaid order is 402 and a paid one 200, however often it is asked", async () => {
  const wallet = await createWallet();
  const placed = await call(`${server.url}/api/tokens`, "POST", rawBody(wallet.account.address));
  const order: Order = await (await fetch(`${server.url}/api/tokens/${placed.body.address}`)).json();
  const unpaid = await call(`${server.url}/api/deploy`, "POST", { token: order.address });
  expect(unpaid).toMatchObject({
    status: 402,
    // It may be paid any moment.
    body: { code: "payment_required", retryAfter: 5, token: { address: order.address } },
  });
  const payTx = await pay(wallet, order);
  for (let times = 0; times < 2; times++) {
    const { status, body } = await call(`${server.url}/api/deploy`, "POST", {
      token: order.address.toLowerCase(),
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "deployed", token: { status: "deployed", payTx, failure: null } });
    expect(body.token?.blockNumber).toMatch(/^\d+$/);
  }
  // The whole body finds the order too.
  const whole = await call(`${server.url}/api/deploy`, "POST", {
    ...rawBody(wallet.account.address),
    salt: order.salt,
  });
  expect(whole).toMatchObject({ status: 200, body: { token: { address: order.address } } });
});

test("where tokens are free a whole body is deployed at once, by a process that may not write files", async () => {
  const { account } = await createWallet();
  const body = rawBody(account.address, { name: "Free", owner: zeroAddress.replace(/0$/, "9") });
  const { status, body: answer } = await call(`${freeServer.url}/api/deploy`, "POST", body);
  expect(status).toBe(200);
  expect(answer.token).toMatchObject({
    status: "deployed",
    price: "0",
    priceParts: { fee: "0", network: "0" },
    payTx: null,
  });
  const again = await call(`${freeServer.url}/api/deploy`, "POST", body);
  expect(again).toMatchObject({ status: 200, body: { token: { address: answer.token?.address } } });
  const wallet = await createWallet();
  const address = answer.token?.address ?? zeroAddress;
  expect(await wallet.readContract({ address, abi: tokenAbi, functionName: "name" })).toBe("Free");
});

test("bad bodies name every problem", async () => {
  const { account } = await createWallet();
  const answer = await call(`${server.url}/api/tokens`, "POST", {
    ...rawBody(account.address),
    name: "",
    decimals: 19,
  });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ error: "Invalid request", code: "invalid_request" });
  expect(answer.body.issues?.map(({ path }) => path)).toEqual(expect.arrayContaining(["name", "decimals"]));
  expect((await call(`${server.url}/api/deploy`, "POST", { token: "0x12" })).body.issues?.[0]?.path).toBe(
    "token",
  );
  expect(
    (await call(`${server.url}/api/tokens`, "POST", { ...rawBody(account.address), chainId: 1 })).status,
  ).toBe(400);
  for (const raw of ["{", "", "null", "[]", '"text"']) {
    const response = await fetch(`${server.url}/api/deploy`, { method: "POST", body: raw });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "invalid_request" });
  }
});

test("more than a token with votes can count is refused where it is said", async () => {
  const { account } = await createWallet();
  const tooMuch = String(2n ** 208n);
  const asked = { decimals: 0, supply: "1", features: { votes: true, mintable: true } };
  for (const path of ["supply", "cap"]) {
    const body = rawBody(account.address, { ...asked, [path]: tooMuch });
    const answer = await call(`${server.url}/api/tokens`, "POST", body);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request", issues: [{ path }] } });
  }
});

test("a body past 16 KiB is 413, one just below is read", async () => {
  const [large, larger] = [16 * 1024 - 20, 16 * 1024].map((length) => ({ name: "x".repeat(length) }));
  expect(await call(`${server.url}/api/tokens`, "POST", large)).toMatchObject({ status: 400 });
  const refused = await call(`${server.url}/api/tokens`, "POST", larger);
  expect(refused).toMatchObject({ status: 413, body: { code: "payload_too_large" } });
});

test("what is not there is 404, and a wrong method 405, in the shape of every error", async () => {
  const nothing = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
  expect(await call(`${server.url}/api/tokens/${nothing}`)).toMatchObject({
    status: 404,
    body: { code: "not_found" },
  });
  expect(await call(`${server.url}/api/deploy`, "POST", { token: nothing })).toMatchObject({ status: 404 });
  for (const path of ["/api", "/api/nothing"])
    expect(await call(server.url + path)).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(await call(`${server.url}/api/tokens/0xno`)).toMatchObject({
    status: 400,
    body: { code: "invalid_request" },
  });
  const wrong = await call(`${server.url}/api/deploy`, "GET");
  expect(wrong).toMatchObject({ status: 405, body: { code: "method_not_allowed" } });
  expect(wrong.headers.get("Allow")).toBe("POST");
  expect(await call(`${server.url}/api/tokens`, "DELETE")).toMatchObject({ status: 405 });
});

test("health names each part", async () => {
  const { status, body } = await call(`${server.url}/api/health`);
  expect(status).toBe(200);
  const ok = { status: "ok" };
  expect(body).toEqual({ status: "ok", database: ok, "chain-31337": ok, "deployer-31337": ok });
});

test("an unreachable chain or database is a 503 that says so, and tells nothing of either", async () => {
  const { account } = await createWallet();
  const dark = await startServer("start", { ...parts.env, RPC_URL_31337: "http://127.0.0.1:9/secret-key" });
  const lost = await startServer("start", {
    ...parts.env,
    DATABASE_URL: "postgres://user:secret@127.0.0.1:9/none",
  });
  try {
    const body = rawBody(account.address);
    const placed = await call(`${server.url}/api/tokens`, "POST", body);
    const chain = await call(`${dark.url}/api/deploy`, "POST", { token: placed.body.address });
    expect(chain).toMatchObject({ status: 503, body: { code: "chain_unavailable", retryAfter: 5 } });
    expect(chain.headers.get("Retry-After")).toBe("5");
    const database = await call(`${lost.url}/api/deploy`, "POST", body);
    expect(database).toMatchObject({ status: 503, body: { code: "database_unavailable", retryAfter: 5 } });
    const health = await call(`${dark.url}/api/health`);
    expect(health).toMatchObject({ status: 503, body: { code: "unhealthy", database: { status: "ok" } } });
    const said = JSON.stringify([chain.body, database.body, health.body]) + dark.output() + lost.output();
    expect(said).not.toContain("secret");
  } finally {
    await Promise.all([dark.stop(), lost.stop()]);
  }
});

test("a server does not start in a wrong environment, and says why", async () => {
  const starting = startServer("start", { ...parts.env, PRICE_31337: "free", DEPLOYER_PRIVATE_KEY: "" });
  await expect(starting).rejects.toThrow(
    /DEPLOYER_PRIVATE_KEY is required[^]*PRICE_31337 must be an amount of ether/,
  );
});
