import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useConnect, useConnectors, type Connector, type CreateConnectorFn } from "wagmi";
import { Notice } from "#app/_ui/notice.tsx";
import { DEMO_RDNS } from "./demo/demo-rdns.ts";
import type { Wagmi } from "./wagmi.ts";
import { useWalletErrorWords } from "./wallet-error.ts";
import { useWalletName } from "./wallet-name.ts";

/** Where people who have no wallet learn what there is. */
const FIND_WALLET_URL = "https://ethereum.org/en/wallets/find-wallet/";

/** What comes of choosing. */
export type WalletChoice = {
  onConnected: () => void;
  /** A wallet goes on in a window of its own, which could not be clicked beside this one. */
  onLeave: () => void;
  /** Such a wallet was not connected after all. */
  onLost: () => void;
};

/** The wallets that this browser has, to choose one of. Who has chosen one that does not answer may choose another. */
export function WalletList({ wagmi, onConnected, onLeave, onLost }: { wagmi: Wagmi } & WalletChoice) {
  const words = useTranslations("wallet");
  const nameOf = useWalletName();
  const errorWords = useWalletErrorWords();
  const { config } = wagmi;
  const wallets = useWallets(wagmi);
  const { mutate, isPending, variables, error } = useConnect({
    config,
    // Of the mutation itself, which goes on when this list is no longer shown.
    mutation: {
      onSuccess: onConnected,
      onError: (_error, { connector }) => connector === wagmi.remote && onLost(),
    },
  });
  const choose = ({ connector }: Wallet) => {
    if (connector === wagmi.remote) onLeave();
    mutate({ connector });
  };
  return (
    <>
      <ul className="mt-5 space-y-2">
        {wallets.map((wallet) => (
          <li key={wallet.id}>
            <button
              type="button"
              className="flex min-h-16 w-full items-center gap-4 rounded-lg border border-rule bg-paper px-4 py-2 text-left hover:border-ink"
              onClick={() => choose(wallet)}
            >
              <WalletIcon wallet={wallet} />
              <span className="flex-1">
                <span className="block font-medium">{nameOf(wallet)}</span>
                {wallet.id === DEMO_RDNS && <span className="block text-sm text-muted">{words("demo")}</span>}
              </span>
              {isPending && variables.connector === wallet.connector && (
                <span className="text-sm text-muted">{words("asking")}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <div className="mt-4 space-y-3" aria-live="polite">
        {error && <Notice tone="error">{errorWords(error)}</Notice>}
        {isPending && <Notice>{words("slow")}</Notice>}
        {wallets.every(({ id }) => id === DEMO_RDNS) && (
          <Notice>
            {words.rich("none", {
              find: toFindWallet,
            })}
          </Notice>
        )}
      </div>
    </>
  );
}

const toFindWallet = (chunks: ReactNode) => (
  <a href={FIND_WALLET_URL} target="_blank" rel="noreferrer" className="underline">
    {chunks}
  </a>
);

/** One to choose. `connector` of a wallet on another device is made once it is chosen. */
type Wallet = Pick<Connector, "name" | "icon" | "id"> & { connector: Connector | CreateConnectorFn };

const isFallback = (connector: Connector) => connector.id === "injected";

/** Announced wallets first; the nameless one of `window.ethereum` only where nothing has announced itself. */
function useWallets({ config, remote }: Wagmi): Wallet[] {
  const connectors = useConnectors({ config });
  const named = connectors.filter((connector) => !isFallback(connector));
  const hasExtension = named.some(({ id }) => id !== DEMO_RDNS);
  const fallback = "ethereum" in window && !hasExtension ? connectors.filter(isFallback) : [];
  const here = [...named, ...fallback].map((connector): Wallet => {
    const { id, icon, name } = connector;
    return { id, icon, name, connector };
  });
  const elsewhere = remote ? [{ id: "walletConnect", name: "WalletConnect", connector: remote }] : [];
  return [...here, ...elsewhere].toSorted((a, b) => Number(a.id === DEMO_RDNS) - Number(b.id === DEMO_RDNS));
}

function WalletIcon({ wallet: { icon, name } }: { wallet: Wallet }) {
  if (icon) return <img src={icon.trim()} alt="" width={36} height={36} className="size-9 rounded-lg" />;
  return (
    <span aria-hidden className="grid size-9 place-items-center rounded-lg bg-rule font-mono text-sm">
      {name.slice(0, 1)}
    </span>
  );
}
