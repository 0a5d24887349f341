/** Wallets that open by an address of the web of their own, as the registry of WalletConnect has them. */
const apps = [
  { name: "MetaMask", url: "https://metamask.app.link" },
  { name: "Trust Wallet", url: "https://link.trustwallet.com" },
  { name: "Rainbow", url: "https://rnbwapp.com" },
];

/**
 * Links that hand an invitation to a wallet on the same device: first to the one that the device has for them, which has
 * no name here, then to those that many people have.
 * @see https://docs.walletconnect.network/wallet-sdk/mobile-linking
 */
export function walletLinks(uri: string): { name?: string; href: string }[] {
  const query = new URLSearchParams({ uri });
  return [{ href: uri }, ...apps.map(({ name, url }) => ({ name, href: `${url}/wc?${query}` }))];
}
