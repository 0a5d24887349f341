import { once } from "node:events";
import { createServer } from "node:http";
import { Writable } from "node:stream";
import { createPublicClient, defineChain, http, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { expect, onTestFinished, test } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import { transactions } from "#lib/base/schema.ts";
import { aboutOrder, withRequest } from "#lib/base/telemetry/scope.ts";
import { createTestContext } from "#lib/testing/test-context.ts";
import { parseEnv } from "./env.ts";
import { createLogger } from "./log.ts";

function openLog() {
  let written = "";
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      written += String(chunk);
      done();
    },
  });
  return { log: createLogger("debug", destination), written: () => written };
}

async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("It was to fail.");
}

const key = generatePrivateKey();
const account = privateKeyToAccount(key);
const raw = await account.signTransaction({
  chainId: hardhat.id,
  to: zeroAddress,
  data: "0x00",
  gas: 21_000n,
  maxFeePerGas: 1n,
});

/** Whatever of the bytes could be of use to somebody. */
const pieces = [raw.slice(2, 132), raw.slice(-130), key.slice(2)];

function expectNothingSecret(written: string): void {
  expect(written).not.toBe("");
  for (const piece of pieces) expect(written.toLowerCase()).not.toContain(piece.toLowerCase());
}

test("a failed insert of a signed transaction is told without its parameters", async () => {
  const { database } = await createTestContext();
  const row = {
    purpose: "nonce" as const,
    chainId: hardhat.id,
    sender: account.address,
    hash: `0x${"00".repeat(32)}` as const,
    raw,
  };
  const error = await thrownBy(() => database.insert(transactions).values({ ...row, nonce: -1 }));
  expect(String(error)).toContain(raw);
  const { log, written } = openLog();
  log.error({ err: error }, "failed");
  log.error({ err: new Error("outer", { cause: error }) }, "failed below");
  log.error({ error }, String(error));
  expectNothingSecret(written());
  expect(written()).toContain("transactions_nonce");
});

test("what a node says of a transaction that it was sent is told without its bytes, and without the node's address", async () => {
  const node = createServer((request, response) => {
    request.resume().once("end", () => {
      const message = `invalid transaction: ${raw}, once more ${raw.slice(2)}`;
      response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, error: { code: -32000, message } }));
    });
  }).listen(0, "127.0.0.1");
  await once(node, "listening");
  onTestFinished(() => void node.close());
  const at = node.address();
  const url = `http://127.0.0.1:${typeof at === "object" ? at?.port : 0}/a-key-of-the-operators`;
  const client = createPublicClient({ chain: defineChain(hardhat), transport: http(url, { retryCount: 0 }) });
  const error = await thrownBy(() => client.sendRawTransaction({ serializedTransaction: raw }));
  const { chains } = await createTestContext({ RPC_URL_31337: "http://127.0.0.1:9/a-key-of-the-operators" });
  const unreachable = await thrownBy(() =>
    chainOf(chains, hardhat.id).client.sendRawTransaction({ serializedTransaction: raw }),
  );
  const { log, written } = openLog();
  for (const err of [error, unreachable, new Error("outer", { cause: new AggregateError([error], "inner") })])
    log.warn({ err }, "node fails");
  log.info({ raw, nested: { deep: [{ raw }] } }, `as it is: ${raw}`);
  expectNothingSecret(written());
  expect(written()).not.toContain("a-key-of-the-operators");
});

test("a key that is wrong is named by its variable alone", async () => {
  const wrong = `${key}0`;
  const error = await thrownBy(() => parseEnv({ DEPLOYER_PRIVATE_KEY: wrong }));
  const { log, written } = openLog();
  log.error({ err: error }, "not configured");
  expectNothingSecret(written());
  expect(written()).toContain("DEPLOYER_PRIVATE_KEY");
});

test("hashes and addresses stay whole, and a line names the request and the order that it is about", () => {
  const hash = `0x${"ab".repeat(32)}`;
  const order = { chainId: 1, address: account.address };
  const { log, written } = openLog();
  withRequest({ id: "request-1", peer: undefined }, () => {
    log.info("before");
    aboutOrder(order, () => log.info({ hash }, "within"));
    log.info("after");
  });
  log.info("outside");
  const lines = written()
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  const request = { requestId: "request-1" };
  const about = { token: account.address, chainId: 1 };
  expect(lines).toMatchObject([
    { msg: "before", ...request },
    { msg: "within", hash, ...request, ...about },
    { msg: "after", ...request, ...about },
    { msg: "outside" },
  ]);
  expect(lines[3]).not.toHaveProperty("requestId");
});
