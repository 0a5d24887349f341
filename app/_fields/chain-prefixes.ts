/**
 * The short names that stand before an address to say which chain it is meant for, as `eth:0x…` (ERC-3770), by chain id
 * and with the chain's name. Of the list of ethereum-lists/chains only those that people are likely to paste.
 */
export const chainPrefixes: Readonly<Record<string, { id: number; name: string }>> = {
  eth: { id: 1, name: "Ethereum" },
  oeth: { id: 10, name: "OP Mainnet" },
  bnb: { id: 56, name: "BNB Smart Chain" },
  gno: { id: 100, name: "Gnosis" },
  matic: { id: 137, name: "Polygon" },
  pol: { id: 137, name: "Polygon" },
  ftm: { id: 250, name: "Fantom" },
  zksync: { id: 324, name: "ZKsync Era" },
  zkevm: { id: 1101, name: "Polygon zkEVM" },
  mantle: { id: 5000, name: "Mantle" },
  base: { id: 8453, name: "Base" },
  holesky: { id: 17000, name: "Holesky" },
  arb1: { id: 42161, name: "Arbitrum One" },
  celo: { id: 42220, name: "Celo" },
  avax: { id: 43114, name: "Avalanche" },
  linea: { id: 59144, name: "Linea" },
  basesep: { id: 84532, name: "Base Sepolia" },
  "arb-sep": { id: 421614, name: "Arbitrum Sepolia" },
  scr: { id: 534352, name: "Scroll" },
  sep: { id: 11155111, name: "Sepolia" },
};
