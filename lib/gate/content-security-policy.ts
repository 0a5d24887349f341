import "server-only";
import type { PublicConfig } from "#lib/shared/chain/public-config.ts";

/**
 * What WalletConnect's own code talks to: its relay, and what tells wallets which site it is that asks them. Its window,
 * which would load more from elsewhere, is not used.
 * @see https://docs.reown.com/advanced/security/content-security-policy
 */
const WALLETCONNECT = {
  connect: ["wss://relay.walletconnect.com", "wss://relay.walletconnect.org"],
  frame: ["https://verify.walletconnect.com", "https://verify.walletconnect.org"],
};

type Page = {
  /** Of this one answer; what has it in its HTML may run, and what that loads. */
  nonce: string;
  config: Pick<PublicConfig, "chains" | "walletConnectProjectId">;
  /** In development React and the hot reload need more. */
  isDevelopment: boolean;
};

/**
 * What a page may load, run and talk to: itself, and the nodes that browsers use.
 * @see https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy({ nonce, config, isDevelopment }: Page): string {
  const remote = config.walletConnectProjectId === null ? null : WALLETCONNECT;
  const nodes = new Set(config.chains.map(({ rpcUrl }) => new URL(rpcUrl).origin));
  const directives: Record<string, string[]> = {
    "default-src": ["'self'"],
    "script-src": [`'nonce-${nonce}'`, "'strict-dynamic'", ...(isDevelopment ? ["'unsafe-eval'"] : [])],
    // Dialogs write styles of their own, which can run nothing.
    "style-src": ["'self'", "'unsafe-inline'"],
    // Wallets announce themselves with an icon, as data (EIP-6963).
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...nodes, ...(remote?.connect ?? []), ...(isDevelopment ? ["ws:"] : [])],
    "worker-src": ["'self'"],
    "frame-src": remote?.frame ?? ["'none'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    // A receipt must never be shown inside somebody else's page, next to a wallet prompt.
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}
