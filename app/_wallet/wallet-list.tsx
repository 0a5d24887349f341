import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useConnect, useConnectors, type Connector } from "wagmi";
import { Notice } from "#app/_ui/notice.tsx";
import { DEMO_RDNS } from "./demo/demo-rdns.ts";
import { Invitation } from "./remote/invitation.tsx";
import { REMOTE_ID } from "./remote/remote-wallet.ts";
import type { Wagmi } from "./wagmi.ts";
import { useWalletErrorWords } from "./wallet-error.ts";
import { useWalletName } from "./wallet-name.ts";

/** Where people who have no wallet learn what there is. */
const FIND_WALLET_URL = "https://ethereum.org/en/wallets/find-wallet/";

type Props = { wagmi: Wagmi; onConnected: () => void };

/** The wallets that this browser has, to choose one of. Who has chosen one that does not answer may choose another. */
export function WalletList({ wagmi: { config, remote }, onConnected }: Props) {
  const words = useTranslations("wallet");
  const nameOf = useWalletName();
  const errorWords = useWalletErrorWords();
  const wallets = useWallets(config);
  const { mutate, reset, isPending, variables, error } = useConnect({
    config,
    // Of the mutation itself, which goes on when this list is no longer shown.
    mutation: { onSuccess: onConnected },
  });
  const asked = isPending ? variables.connector : null;
  const giveUp = () => {
    remote?.giveUp();
    reset();
  };
  if (remote && asked && "id" in asked && asked.id === REMOTE_ID)
    return <Invitation remote={remote} onBack={giveUp} />;
  return (
    <>
      <ul className="mt-5 space-y-2">
        {wallets.map((wallet) => (
          <li key={wallet.id}>
            <button
              type="button"
              className="flex min-h-16 w-full items-center gap-4 rounded-lg border border-rule bg-paper px-4 py-2 text-left hover:border-ink"
              onClick={() => mutate({ connector: wallet })}
            >
              <WalletIcon wallet={wallet} />
              <span className="flex-1">
                <span className="block font-medium">{nameOf(wallet)}</span>
                {wallet.id === DEMO_RDNS && <span className="block text-sm text-muted">{words("demo")}</span>}
              </span>
              {asked === wallet && <span className="text-sm text-muted">{words("asking")}</span>}
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

const FALLBACK_ID = "injected";
/** Those that are there without an extension; they stand last. */
const ALWAYS_THERE = [REMOTE_ID, DEMO_RDNS];

/** Announced wallets first; the nameless one of `window.ethereum` only where nothing has announced itself. */
function useWallets(config: Wagmi["config"]): Connector[] {
  const connectors = useConnectors({ config });
  const hasExtension = connectors.some(({ id }) => id !== FALLBACK_ID && !ALWAYS_THERE.includes(id));
  const hasFallback = "ethereum" in window && !hasExtension;
  return connectors
    .filter(({ id }) => id !== FALLBACK_ID || hasFallback)
    .toSorted((a, b) => ALWAYS_THERE.indexOf(a.id) - ALWAYS_THERE.indexOf(b.id));
}

function WalletIcon({ wallet: { icon, name } }: { wallet: Connector }) {
  if (icon) return <img src={icon.trim()} alt="" width={36} height={36} className="size-9 rounded-lg" />;
  return (
    <span aria-hidden className="grid size-9 place-items-center rounded-lg bg-rule font-mono text-sm">
      {name.slice(0, 1)}
    </span>
  );
}
