import type pg from "pg";
import type { Address } from "viem";

/** Many orders, as a server has them that has worked for long. */
export type History = {
  orders: number;
  /** Each has every so many of the oldest of them, so many as `among` says; the rest belong to others. */
  wallets: { wallet: Address; every: number; among: number }[];
  checkout: Address;
  /** Whose transactions the journal holds, from its first nonce on. */
  sender: Address;
};

const CHAIN_ID = 31_337;
const OTHER_WALLETS = 50_000;
/** Of many orders so many are held for the price of gas, and not to be looked at for days; of few a tenth. */
const HELD = 200;

/** Forty digits are their own checksum, so that SQL can make addresses as an order keeps them. */
const addressFrom = (text: string) =>
  `('0x' || translate(substr(encode(sha256((${text})::bytea), 'hex'), 1, 40), 'abcdef', '012345'))`;
const hashFrom = (text: string) => `('0x' || encode(sha256((${text})::bytea), 'hex'))`;

/**
 * Writes a history straight into a database that has none. Of ten orders nine are deployed, and the last tenth was never
 * paid for and lies on top, as after a flood. The code of each is short, for lists leave it out.
 * @returns how many transactions of the sender's there are
 */
export async function fillOrders(
  client: pg.Client,
  { orders, wallets, checkout, sender }: History,
): Promise<number> {
  const deployed = Math.floor(orders * 0.9);
  await client.query("set synchronous_commit = off");
  await client.query(
    `insert into orders (chain_id, address, status, name, symbol, decimals, supply_units, features, owner, deployer, salt,
       checkout, initcode, fee_wei, network_wei, expires_at, placed_block, created_at, pay_tx, paid_at, deploy_tx, block_number,
       deployed_at, retry_at, held_since, held_cost_wei, held_most_per_gas)
     select ${CHAIN_ID}, ${addressFrom("'order ' || n")},
       (case when n > $1 then 'awaiting_payment' when is_held then 'paid' else 'deployed' end)::order_status,
       'Token number ' || n, 'TOK' || n % 1000, 18, 1000000::numeric * 10 ^ 18, array['burnable'], wallet, wallet,
       ${hashFrom("'salt ' || n")}, $2, '0x60806040' || encode(sha256(('code ' || n)::bytea), 'hex'),
       10 ^ 16, 10 ^ 15, at + interval '15 minutes', n, at,
       case when n <= $1 then ${hashFrom("'payment ' || n")} end, case when n <= $1 then at end,
       case when n <= $1 and not is_held then ${hashFrom("'delivery ' || n")} end,
       case when n <= $1 and not is_held then n end, case when n <= $1 and not is_held then at end,
       case when is_held then now() + interval '9 days' end, case when is_held then at end,
       case when is_held then 10 ^ 16 end, case when is_held then 1 end
     from generate_series(1, $3) as n
     cross join lateral (
       select n <= $1 and n % greatest($1 / ${HELD}, 10) = 0 as is_held, now() - ($3 - n) * interval '1 second' as at,
         coalesce((select address from unnest($4::text[], $5::int[], $6::int[]) as own (address, every, among)
           where n % every = 0 and n <= among order by every desc limit 1),
           ${addressFrom(`'wallet ' || n % ${OTHER_WALLETS}`)}) as wallet
     ) as each`,
    [
      deployed,
      checkout,
      orders,
      wallets.map(({ wallet }) => wallet),
      wallets.map(({ every }) => every),
      wallets.map(({ among }) => among),
    ],
  );
  const { rowCount } = await client.query(
    `insert into transactions (purpose, order_id, chain_id, sender, nonce, hash, raw, most_cost_wei, outcome, block_number)
     select 'delivery', id, chain_id, $1, row_number() over (order by id) - 1, deploy_tx, initcode, network_wei, 'mined',
       block_number
     from orders where status = 'deployed'`,
    [sender],
  );
  // What every server has done by itself long before it has as many.
  await client.query("vacuum (analyze) orders, transactions");
  // Where it may not be asked for, it comes while others measure.
  await client.query("checkpoint").catch(() => undefined);
  return rowCount ?? 0;
}
