import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { parseAbiItem } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { chainClient, prepareChain, startChain } from "#lib/local/chain.ts";
import { findPostgres, startDistributionPostgres } from "#lib/local/distribution/postgres.ts";
import { createDatabase, runSql } from "#lib/local/postgres.ts";
import { serverEnv, startServer, type Server } from "#lib/local/server.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { RECEIPT_FORMAT } from "#lib/shared/contract/receipt.ts";
import type { Order } from "#lib/shared/order.ts";
import { createWallet, openPayment, pay, rawBody, type Wallet } from "#lib/testing/test-context.ts";
import { call } from "./support/api-client.ts";
import { runScript } from "./support/run-program.ts";

const isLeftOut = findPostgres() === undefined;
if (isLeftOut)
  console.warn("The rehearsal with a restored backup is left out: no PostgreSQL is installed here.");

const NAME = "coinwright";
const PATIENCE = { timeout: 60_000, interval: 300 };
const delivered = parseAbiItem(
  "event Delivered(address indexed token, address indexed payer, uint256 amount)",
);

type Placed = { order: Order; body: Record<string, unknown> };

test.skipIf(isLeftOut)(
  "after a backup is restored every order ends as it should: none is lost, made twice, or taken back",
  async () => {
    const { postgres, env, chain, wallet } = await startParts();
    const before = await startServer("start", { ...env, SWEEP_INTERVAL_MS: "0", DEPLOY_TIMEOUT_MS: "1500" });
    onTestFinished(before.stop);
    const place = () => placeAt(before, wallet);
    const deployed = ({ order }: Placed) => deployAt(before, order);

    const [made, sent, paidLater, madeLater, refunded] = [
      await place(),
      await place(),
      await place(),
      await place(),
      await place(),
    ];
    for (const { order } of [made, sent, refunded]) await pay(wallet, order);
    expect(await deployed(made)).toBe(200);
    await chain.setAutomine(false);
    expect(await deployed(sent)).toBe(202);
    const backup = await postgres.dump(NAME);

    await chain.setAutomine(true);
    await chain.mine({ blocks: 1 });
    await takeBack(wallet, refunded.order);
    const [lostMade, lostPaid, lostSent] = [await place(), await place(), await place()];
    for (const each of [madeLater, lostMade]) {
      await pay(wallet, each.order);
      expect(await deployed(each)).toBe(200);
    }
    for (const { order } of [paidLater, lostPaid, lostSent]) await pay(wallet, order);
    // Its transaction waits for a block, and will be unknown to the journal.
    await chain.setAutomine(false);
    expect(await deployed(lostSent)).toBe(202);
    await kill(before);

    await runSql(postgres.url, `drop database ${NAME} with (force)`);
    await runSql(postgres.url, `create database ${NAME}`);
    await postgres.restore(NAME, backup);
    const after = await startServer("start", { ...env, SWEEP_INTERVAL_MS: "200" });
    onTestFinished(after.stop);
    const statusOf = ({ order }: Placed) => statusAt(after, order);
    // The next nonce of the journal is taken already, by what it does not know.
    await expect.poll(() => journaled(env.DATABASE_URL, paidLater), PATIENCE).toBeGreaterThan(0);
    await chain.setAutomine(true);
    await chain.mine({ blocks: 1 });
    for (const each of [made, sent, madeLater, paidLater])
      await expect.poll(() => statusOf(each), PATIENCE).toBe("deployed");
    await expect.poll(() => statusOf(refunded), PATIENCE).toBe("refunded");

    const lost = [lostMade, lostPaid, lostSent];
    for (const each of lost) expect(await statusOf(each)).toBe(404);
    const list = await runScript("orders-recover.ts", ["--from-block", "0"], env);
    expect(list).toMatchObject({ code: 0, stderr: "" });
    expect(list.stdout.trim().split("\n")).toEqual([
      expect.stringMatching(new RegExp(`^${lostMade.order.address} delivered, `)),
      expect.stringMatching(new RegExp(`^${lostPaid.order.address} waits, `)),
      // Of two transactions with one nonce the chain takes either.
      expect.stringMatching(new RegExp(`^${lostSent.order.address} (delivered|waits), `)),
      "3 payments without an order.",
    ]);
    for (const { body } of [lostMade, lostSent])
      expect((await call(`${after.url}/api/tokens`, "POST", body)).status).toBe(201);
    const receipt = await receiptOf(lostPaid.order);
    const handedIn = await runScript("orders-recover.ts", ["--receipt", receipt], env);
    expect(handedIn).toMatchObject({ code: 0, stdout: expect.stringContaining("is known again: paid") });
    for (const each of lost) await expect.poll(() => statusOf(each), PATIENCE).toBe("deployed");

    const next = await placeAt(after, wallet);
    await pay(wallet, next.order);
    await expect.poll(() => statusOf(next), PATIENCE).toBe("deployed");
    for (const { order } of [made, sent, madeLater, paidLater, ...lost, next]) {
      expect(await deliveriesOf(wallet, order)).toHaveLength(1);
      expect((await openPayment(wallet, order))[0]).toBe(0n);
    }
    expect(await deliveriesOf(wallet, refunded.order)).toEqual([]);
    await expect.poll(() => journaled(env.DATABASE_URL), PATIENCE).toBe(0);
  },
  240_000,
);

async function startParts() {
  const postgres = await startDistributionPostgres();
  onTestFinished(postgres.stop);
  const { rpcUrl, stop } = await startChain({ blockTimeMs: 0 });
  onTestFinished(stop);
  const database = await createDatabase(postgres.url, NAME);
  const onChain = await prepareChain(rpcUrl, 1);
  const env = { ...serverEnv({ databaseUrl: database.url, rpcUrl, ...onChain }), LOG_LEVEL: "warn" };
  return { postgres, env, chain: chainClient(rpcUrl), wallet: await createWallet(rpcUrl) };
}

async function placeAt({ url }: Server, wallet: Wallet): Promise<Placed> {
  const body = rawBody(wallet.account.address);
  const placed = await call(`${url}/api/tokens`, "POST", body);
  expect(placed.status).toBe(201);
  const order: Order = await (await fetch(`${url}/api/tokens/${placed.body.address}`)).json();
  return { order, body };
}

async function deployAt({ url }: Server, { address }: Order): Promise<number> {
  return (await call(`${url}/api/deploy`, "POST", { token: address })).status;
}

/** Where an order stands, or with what the server answers instead. */
async function statusAt({ url }: Server, { address }: Order): Promise<string | number> {
  const { status, body } = await call(`${url}/api/tokens/${address}`);
  return body.status ?? status;
}

async function takeBack(wallet: Wallet, { checkout, address }: Order): Promise<void> {
  const refund = { address: checkout, abi: checkoutAbi, functionName: "refund", args: [address] } as const;
  // The delay is over once the chain's clock has gone on.
  await expect.poll(() => wallet.writeContract(refund).catch(() => null), PATIENCE).not.toBeNull();
}

async function kill({ child }: Server): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

/** What the journal has of an order, or what may still be mined of all. */
async function journaled(url: string, placed?: Placed): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = placed
      ? await client.query(
          "select t.id from transactions t join orders o on o.id = t.order_id where o.address = $1",
          [placed.order.address],
        )
      : await client.query("select id from transactions where outcome is null");
    return rows.length;
  } finally {
    await client.end();
  }
}

function deliveriesOf(wallet: Wallet, { checkout, address }: Order) {
  return wallet.getLogs({ address: checkout, event: delivered, args: { token: address }, fromBlock: 0n });
}

/** The file that an order's page gives. */
async function receiptOf(order: Order): Promise<string> {
  const { name, symbol, decimals, supply, features, cap, owner } = order;
  const { address, chainId, deployer, checkout, salt, initcode } = order;
  const folder = await mkdtemp(join(tmpdir(), "receipt-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "receipt.json");
  const file = {
    format: RECEIPT_FORMAT,
    address,
    chain: { id: chainId, name: "Local demo chain" },
    token: { name, symbol, decimals, supply, features, cap, owner },
    payment: { deployer },
    create2: { checkout, salt, initcode },
  };
  await writeFile(path, JSON.stringify(file));
  return path;
}
