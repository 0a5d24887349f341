import type { Address, Hex } from "viem";
import { isHex } from "viem";
import * as z from "zod/mini";
import { orderBody, type OrderBody } from "#lib/shared/order-body.ts";
import { evmAddress } from "#lib/shared/address.ts";

/** What a receipt's file says that it is. */
export const RECEIPT_FORMAT = "coinwright-receipt/1";

const hex = z.custom<Hex>((value) => isHex(value), "is not hexadecimal");
const receiptFile = z.object({
  format: z.literal(RECEIPT_FORMAT),
  address: evmAddress,
  chain: z.object({ id: z.int() }),
  token: z.looseObject({}),
  payment: z.object({ deployer: evmAddress }),
  create2: z.object({ checkout: evmAddress, salt: hex, initcode: hex }),
});

/** What of a receipt is enough to have its order again: as it was placed, and what its address is made of. */
export type Receipt = {
  body: OrderBody & { chainId: number; salt: Hex };
  address: Address;
  checkout: Address;
  initcode: Hex;
};

/** Reads a receipt's file. @returns null if it is none, or not of an order that could be placed */
export function readReceipt(text: string): Receipt | null {
  const file = receiptFile.safeParse(parse(text));
  if (!file.success) return null;
  const { address, chain, token, payment, create2 } = file.data;
  const { checkout, salt, initcode } = create2;
  const body = orderBody.safeParse({ ...token, deployer: payment.deployer, chainId: chain.id, salt });
  if (!body.success) return null;
  return { body: { ...body.data, chainId: chain.id, salt }, address, checkout, initcode };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
