import { createClient, type Address, type Client } from "viem";
import { getBalance, getBlock, getGasPrice, readContract } from "viem/actions";
import { chainNodes } from "#app/_client/chain-nodes.ts";
import { toViemChain } from "#app/_config/viem-chain.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";

/** What a page reads from the chain by itself. Pages load it once they have something to ask: it is large. */

const clients = new Map<number, Client>();

/** What asks a chain; one for each. */
export function chainReader(chain: PublicChain): Client {
  const client =
    clients.get(chain.id) ?? createClient({ chain: toViemChain(chain), transport: chainNodes(chain) });
  clients.set(chain.id, client);
  return client;
}

/** What the chain says of an order, in one call. `refundableAt` is in Unix seconds, 0 where there is no open payment. */
export async function readState(client: Client, { checkout, address, deployer }: Order) {
  const [tokenExists, amountWei, refundableAt] = await readContract(client, {
    address: checkout,
    abi: checkoutAbi,
    functionName: "state",
    args: [address, deployer],
  });
  return { tokenExists, amountWei, refundableAt };
}

/** How long a payment waits before it can be taken back, in seconds. It never changes. */
export function readRefundDelay(client: Client, { checkout }: Order): Promise<bigint> {
  return readContract(client, { address: checkout, abi: checkoutAbi, functionName: "refundDelay" });
}

/** The time of the newest block, in Unix seconds. */
export async function readChainTime(client: Client): Promise<bigint> {
  return (await getBlock(client)).timestamp;
}

/** What an account has, and what a unit of gas costs by now; in wei. */
export async function readFunds(client: Client, account: Address) {
  const [balanceWei, gasPriceWei] = await Promise.all([
    getBalance(client, { address: account }),
    getGasPrice(client),
  ]);
  return { balanceWei, gasPriceWei };
}
