import type { OrderField } from "#lib/shared/check-order.ts";

const names: Record<OrderField, string> = {
  name: "the name",
  symbol: "the symbol",
  decimals: "the decimals",
  supply: "the supply",
  features: "what the token can do",
  cap: "the cap",
  owner: "the owner",
  deployer: "the wallet that orders",
  chainId: "the network",
  salt: "the salt",
  price: "the price",
  checkout: "the contract that is paid",
  address: "the address",
  initcode: "the token's code",
};

/** "the owner and the address". */
export function describeFields(fields: readonly OrderField[]): string {
  return new Intl.ListFormat("en").format(fields.map((field) => names[field]));
}
