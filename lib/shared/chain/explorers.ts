/** Explorers that Etherscan makes: they have the same paths, and show what was handed in at Etherscan. */
const etherscans =
  /(^|\.)(etherscan\.io|basescan\.org|arbiscan\.io|bscscan\.com|polygonscan\.com|celoscan\.io|snowscan\.xyz|uniscan\.xyz)$/;

export function isEtherscan(explorerUrl: string): boolean {
  return etherscans.test(new URL(explorerUrl).hostname);
}
