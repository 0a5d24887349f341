import pg from "pg";
import { getContractAddress } from "viem";
import type { Order } from "#lib/shared/order.ts";
import { chain } from "./browser-chain.ts";
import { TestWallet } from "./browser-wallet.ts";
import { testParts } from "./test-parts.ts";

/** Makes of an order one that was placed when the server had another Checkout, at the address that it has by that. */
export async function toFormerCheckout(placed: Order): Promise<Order> {
  const { salt, initcode = "0x" } = placed;
  const checkout = new TestWallet().address;
  const bytecode = await chain.getCode({ address: placed.checkout });
  await chain.setCode({ address: checkout, bytecode: bytecode ?? "0x" });
  const address = getContractAddress({ opcode: "CREATE2", from: checkout, salt, bytecode: initcode });
  const client = new pg.Client(testParts().databaseUrl);
  await client.connect();
  await client.query("update orders set checkout = $1, address = $2 where address = $3", [
    checkout,
    address,
    placed.address,
  ]);
  await client.end();
  return { ...placed, checkout, address };
}
