"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { createContext, useContext, useMemo, useRef, useState, type ReactNode } from "react";
import { Dialog } from "#app/_ui/dialog.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { useErrorWords } from "#app/_client/error-words.ts";
import { loadCode } from "#app/_client/load-code.ts";
import { useWagmi } from "./use-wagmi.ts";

type Opening = { open: () => void; openThen: (then: () => void) => void };

const OpenDialog = createContext<Opening>({ open: () => undefined, openThen: () => undefined });

/** Opens the list of wallets. */
export function useWalletDialog(): () => void {
  return useContext(OpenDialog).open;
}

/** Opens it, and does the next thing once a wallet is connected. Whoever closes the list has thought better of it. */
export function useConnectFirst(): (then: () => void) => void {
  return useContext(OpenDialog).openThen;
}

export function WalletDialogProvider({ children }: { children: ReactNode }) {
  const words = useTranslations("wallet");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const next = useRef<(() => void) | null>(null);
  const opening = useMemo(() => {
    const openThen = (then: (() => void) | null) => {
      next.current = then;
      setOpen(true);
    };
    return { open: () => openThen(null), openThen };
  }, []);
  const giveUp = () => {
    next.current = null;
  };
  const close = () => {
    if (open) giveUp();
    setOpen(false);
  };
  const goOn = () => {
    setOpen(false);
    next.current?.();
    giveUp();
  };
  return (
    <OpenDialog value={opening}>
      {children}
      <Dialog
        open={open}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={common("chooseWallet")}
        description={words("why")}
      >
        <Wallets onConnected={goOn} />
      </Dialog>
    </OpenDialog>
  );
}

/** The list, once its code is there. */
function Wallets({ onConnected }: { onConnected: () => void }) {
  const words = useTranslations("wallet");
  const wordsOf = useErrorWords();
  const wagmi = useWagmi();
  const { data, error } = useQuery({
    queryKey: ["wallets"],
    queryFn: async () => {
      const [{ WalletList }, loaded] = await Promise.all([loadCode(import("./wallet-list.tsx")), wagmi()]);
      return { WalletList, wagmi: loaded };
    },
    staleTime: Infinity,
    structuralSharing: false,
  });
  if (data) return <data.WalletList wagmi={data.wagmi} onConnected={onConnected} />;
  return (
    <div className="mt-5 min-h-16" aria-live="polite">
      {error ? <Notice tone="error">{wordsOf(error)}</Notice> : <Notice>{words("looking")}</Notice>}
    </div>
  );
}
