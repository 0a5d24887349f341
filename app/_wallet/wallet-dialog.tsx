"use client";

import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { useConnect, useConnectors, type Connector } from "wagmi";
import { Dialog } from "#app/_ui/dialog.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { DEMO_RDNS } from "./demo-wallet.ts";
import { explainWalletError } from "./wallet-error.ts";

const OpenDialog = createContext<() => void>(() => undefined);

/** Opens the list of wallets. */
export function useWalletDialog(): () => void {
  return useContext(OpenDialog);
}

export function WalletDialogProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const show = useMemo(() => () => setOpen(true), []);
  return (
    <OpenDialog value={show}>
      {children}
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Choose a wallet"
        description="It orders and pays for your token. Connecting shows us its address and moves no money."
      >
        <WalletList onDone={() => setOpen(false)} />
      </Dialog>
    </OpenDialog>
  );
}

function WalletList({ onDone }: { onDone: () => void }) {
  const wallets = useWallets();
  const { mutate, isPending, variables, error } = useConnect();
  const choose = (connector: Connector) => {
    // WalletConnect shows a window of its own, which could not be clicked beside this one.
    if (connector.type === "walletConnect") onDone();
    mutate({ connector }, { onSuccess: onDone });
  };
  return (
    <>
      <ul className="mt-5 space-y-2">
        {wallets.map((connector) => (
          <li key={connector.uid}>
            <button
              type="button"
              disabled={isPending}
              className="flex min-h-16 w-full items-center gap-4 rounded-lg border border-rule bg-paper px-4 py-2 text-left hover:border-ink disabled:opacity-60"
              onClick={() => choose(connector)}
            >
              <WalletIcon connector={connector} />
              <span className="flex-1">
                <span className="block font-medium">{labelOf(connector)}</span>
                {connector.id === DEMO_RDNS && (
                  <span className="block text-sm text-muted">
                    Play money on the local chain. Needs no extension.
                  </span>
                )}
              </span>
              {isPending && variables.connector === connector && (
                <span className="text-sm text-muted">Asking…</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <div className="mt-4 space-y-3" aria-live="polite">
        {error && <Notice tone="error">{explainWalletError(error)}</Notice>}
        {wallets.length === 0 && (
          <Notice>
            No wallet was found in this browser. Install one, such as a browser extension, and reload this
            page.
          </Notice>
        )}
      </div>
    </>
  );
}

const isFallback = (connector: Connector) => connector.id === "injected";

/** Announced wallets first; the nameless one of `window.ethereum` only where nothing has announced itself. */
function useWallets(): Connector[] {
  const connectors = useConnectors();
  const named = connectors.filter((connector) => !isFallback(connector));
  const hasExtension = named.some(({ id, type }) => type === "injected" && id !== DEMO_RDNS);
  const fallback = "ethereum" in window && !hasExtension ? connectors.filter(isFallback) : [];
  return [...named, ...fallback].toSorted((a, b) => Number(a.id === DEMO_RDNS) - Number(b.id === DEMO_RDNS));
}

function labelOf(connector: Connector): string {
  return connector.id === "injected" ? "Browser wallet" : connector.name;
}

function WalletIcon({ connector }: { connector: Connector }) {
  if (connector.icon)
    return <img src={connector.icon.trim()} alt="" width={36} height={36} className="size-9 rounded-lg" />;
  return (
    <span aria-hidden className="grid size-9 place-items-center rounded-lg bg-rule font-mono text-sm">
      {labelOf(connector).slice(0, 1)}
    </span>
  );
}
