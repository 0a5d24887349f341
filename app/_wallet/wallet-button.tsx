"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useLayoutEffect, useRef } from "react";
import type { Address } from "viem";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { shortAddress } from "#app/_receipt/format.ts";
import { Identicon } from "#app/_receipt/identicon.tsx";
import { Button } from "#app/_ui/button.tsx";
import { CopyButton } from "#app/_ui/_copy/copy-button.tsx";
import { useMounted } from "#app/_ui/_hooks/use-mounted.ts";
import { useConnection, type Connection } from "./connection.ts";
import { useWagmi } from "./use-wagmi.ts";
import { useWalletDialog } from "./wallet-dialog.tsx";
import { useWalletName } from "./wallet-name.ts";

/** One button, before a wallet is connected and after, so that who has used it keeps the focus. */
export function WalletButton() {
  const words = useTranslations("wallet");
  const connection = useConnection();
  const openDialog = useWalletDialog();
  const mounted = useMounted();
  const id = useId();
  const { address } = connection;
  return (
    <>
      <Button
        id={`${id}-button`}
        variant={address ? "secondary" : "primary"}
        className={address ? "gap-2 px-2.5 font-mono text-sm" : "px-3.5 disabled:opacity-100"}
        aria-label={address && words("account", { address: shortAddress(address) })}
        disabled={!mounted}
        popoverTarget={address && id}
        onClick={address ? undefined : openDialog}
      >
        {address ? <AccountLabel address={address} /> : words("connect")}
      </Button>
      {address && <Account id={id} connection={connection} />}
    </>
  );
}

function AccountLabel({ address }: { address: Address }) {
  return (
    <>
      <Identicon address={address} size={24} />
      {shortAddress(address)}
      <ChevronDown size={14} aria-hidden />
    </>
  );
}

type AccountProps = { id: string; connection: Extract<Connection, { address: string }> };

/** What there is to know of the connected wallet. Below the button, which is always at the same place of the page. */
function Account({ id, connection: { address, chainId, wallet } }: AccountProps) {
  const words = useTranslations("wallet");
  const walletName = useWalletName();
  const wagmi = useWagmi();
  const chain = usePublicConfig().chains.find((each) => each.id === chainId);
  const ref = useRef<HTMLDivElement>(null);
  // Where the wallet ends the connection, what is open goes with it. Closed before that, it gives the focus back.
  useLayoutEffect(() => {
    const popover = ref.current;
    return () => {
      if (popover?.matches(":popover-open")) popover.hidePopover();
    };
  }, []);
  return (
    <div
      ref={ref}
      id={id}
      popover="auto"
      role="dialog"
      aria-labelledby={`${id}-button`}
      className="absolute inset-auto top-[4.125rem] right-[max(1rem,calc((100%-72rem)/2+2rem))] w-72 rounded-xl border border-rule bg-raised p-5 text-ink shadow-xl open:animate-appear sm:right-[max(2rem,calc((100%-72rem)/2+2rem))]"
    >
      <div className="flex items-start gap-2">
        <p className="flex-1 font-mono text-[0.8125rem] break-all">{address}</p>
        <CopyButton text={address} what={words("address")} />
      </div>
      <dl className="mt-4 space-y-1 text-sm">
        <div className="flex justify-between gap-4">
          <dt className="text-muted">{words("wallet")}</dt>
          <dd>{walletName(wallet)}</dd>
        </div>
        <div className="flex justify-between gap-4">
          <dt className="text-muted">{words("network")}</dt>
          <dd>{chain?.name ?? words("otherNetwork", { chainId: String(chainId) })}</dd>
        </div>
      </dl>
      <Button
        variant="secondary"
        className="mt-5 w-full"
        // Closed first, it gives the focus back.
        popoverTarget={id}
        popoverTargetAction="hide"
        onClick={async () => (await wagmi()).disconnect()}
      >
        {words("disconnect")}
      </Button>
    </div>
  );
}
