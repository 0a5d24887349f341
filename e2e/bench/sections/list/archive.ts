import { randomBytes } from "node:crypto";
import pg from "pg";
import { type Address, padHex, toHex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { chainClient, prepareChain, startChain } from "#lib/local/chain.ts";
import { createDatabase } from "#lib/local/postgres.ts";
import type { Keep } from "#lib/local/process.ts";
import { serverEnv } from "#lib/local/server.ts";
import { fillOrders } from "../../parts/fill-orders.ts";

const REFUND_DELAY_SECONDS = 3_600;
const SOME = 500;
/** After so many blocks nobody looks any more whether a delivery is where it was. */
const SETTLED_BLOCKS = 20_000;

/** A database with very many orders, and a chain that has come as far as they say. */
export type Archive = {
  env: Record<string, string>;
  client: pg.Client;
  /** With a tenth of all orders, with another tenth all of which are old, with one, and with none. */
  wallets: Record<"many" | "old" | "one" | "none", Address>;
  /** Of any orders: what a list goes on from, and what they are asked for by. */
  cursors: string[];
  addresses: string[];
};

export async function openArchive(keep: Keep, postgresUrl: string, orders: number): Promise<Archive> {
  const database = keep(await createDatabase(postgresUrl, `bench_${randomBytes(4).toString("hex")}`));
  const { rpcUrl } = keep(await startChain({ blockTimeMs: 0 }));
  const { checkout, privateKey } = await prepareChain(rpcUrl, REFUND_DELAY_SECONDS);
  const client = new pg.Client(database.url);
  await client.connect();
  keep({ stop: () => client.end() });

  const [many, old, one, none] = [walletOf(1), walletOf(2), walletOf(3), walletOf(4)];
  const sender = privateKeyToAddress(`0x${privateKey.slice(2)}`);
  const wallets = [
    { wallet: many, every: 10, among: orders },
    { wallet: old, every: 2, among: orders / 4 },
    { wallet: one, every: orders / 2, among: orders / 2 },
  ];
  const deliveries = await fillOrders(client, { orders, wallets, checkout, sender });
  const chain = chainClient(rpcUrl);
  await chain.setNonce({ address: sender, nonce: deliveries });
  const head = orders + SETTLED_BLOCKS;
  await chain.mine({ blocks: head });
  await client.query("insert into cursors (chain_id, checkout, block_number) values (31337, $1, $2)", [
    checkout,
    head,
  ]);
  const { rows } = await client.query<{ id: string; address: string }>(
    "select id::text, address from orders where id % $1 = 0",
    [Math.floor(orders / SOME)],
  );
  return {
    env: {
      ...serverEnv({ databaseUrl: database.url, rpcUrl, checkout, privateKey }),
      LOG_LEVEL: "silent",
      SWEEP_INTERVAL_MS: "0",
    },
    client,
    wallets: { many, old, one, none },
    cursors: rows.map(({ id }) => id),
    addresses: rows.map(({ address }) => address),
  };
}

/** Of digits alone, as all addresses of an archive. */
function walletOf(number: number): Address {
  return padHex(toHex(number), { size: 20 });
}
