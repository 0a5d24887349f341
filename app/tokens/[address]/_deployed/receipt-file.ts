import { RECEIPT_FORMAT } from "#lib/shared/contract/receipt.ts";
import type { Order } from "#lib/shared/order.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";

type Chain = Pick<PublicChain, "id" | "name" | "nativeCurrency">;

/**
 * A receipt as a file: all that was ordered and what became of it, with the token's code, by which anybody can work out
 * its address again. Amounts of wei are decimal strings, times are ISO 8601.
 * @param notes how to check it, in the reader's language
 */
export function receiptFile(order: Order, chain: Chain, notes: readonly string[]) {
  const { name, symbol, decimals, supply, features, cap, owner, ...rest } = order;
  const { address, deployer, checkout, salt, initcode, price, priceParts } = rest;
  const { payTx, deployTx, blockNumber, createdAt, paidAt, deployedAt } = rest;
  const receipt = {
    format: RECEIPT_FORMAT,
    notes,
    address,
    chain: { id: chain.id, name: chain.name },
    token: { name, symbol, decimals, supply, features, cap, owner },
    payment: {
      currency: chain.nativeCurrency.symbol,
      price,
      priceParts,
      deployer,
      transaction: payTx,
      paidAt,
    },
    delivery: { transaction: deployTx, blockNumber, deployedAt },
    create2: { checkout, salt, initcode },
    createdAt,
  };
  return { name: `receipt-${address}.json`, text: `${JSON.stringify(receipt, null, 2)}\n` };
}
