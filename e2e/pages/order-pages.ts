import { createWalletClient, http, parseEther, publicActions } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { chainClient } from "#lib/local/chain.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { call, deployUntilDone } from "../support/api-client.ts";

type Where = { url: string; rpcUrl: string };
type Placed = Pick<Order, "address" | "checkout" | "price">;

const WAIT_MS = 500;

/** Places an order that nobody pays. @returns the path of its page */
export async function placeUnpaid({ url }: Where): Promise<string> {
  const { address } = await place(url, privateKeyToAccount(generatePrivateKey()).address);
  return `/tokens/${address}`;
}

/** Places an order, pays for it and has it deployed. @returns the path of its page */
export async function placeDeployed({ url, rpcUrl }: Where): Promise<string> {
  const account = privateKeyToAccount(generatePrivateKey());
  await chainClient(rpcUrl).setBalance({ address: account.address, value: parseEther("10") });
  const order = await place(url, account.address);
  const wallet = createWalletClient({ account, chain: hardhat, transport: http(rpcUrl) }).extend(
    publicActions,
  );
  const hash = await wallet.writeContract({
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "pay",
    args: [order.address],
    value: BigInt(order.price),
  });
  await wallet.waitForTransactionReceipt({ hash });
  const answers = await deployUntilDone(() => url, { token: order.address }, WAIT_MS);
  if (answers.at(-1)?.status !== 200) throw new Error(`${order.address} was not deployed.`);
  return `/tokens/${order.address}`;
}

async function place(url: string, deployer: string): Promise<Placed> {
  const order = { name: "Measured Coin", symbol: "MSRD", supply: "1000000", deployer };
  const { status, body } = await call(`${url}/api/tokens`, "POST", order);
  const { address, checkout, price } = body;
  if (!address || !checkout || !price) throw new Error(`An order was answered with ${status}.`);
  return { address, checkout, price };
}
