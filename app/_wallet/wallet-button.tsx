"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
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

export function WalletButton() {
  const words = useTranslations("wallet");
  const connection = useConnection();
  const openDialog = useWalletDialog();
  const mounted = useMounted();
  if (connection.address) return <Account connection={connection} />;
  return (
    <Button className="px-3.5 disabled:opacity-100" disabled={!mounted} onClick={openDialog}>
      {words("connect")}
    </Button>
  );
}

type AccountProps = { connection: Extract<Connection, { address: string }> };

function Account({ connection: { address, chainId, wallet } }: AccountProps) {
  const words = useTranslations("wallet");
  const walletName = useWalletName();
  const wagmi = useWagmi();
  const chain = usePublicConfig().chains.find((each) => each.id === chainId);
  const id = useId();
  return (
    <>
      <Button
        variant="secondary"
        className="gap-2 px-2.5 font-mono text-sm"
        aria-label={words("account", { address: shortAddress(address) })}
        id={`${id}-button`}
        popoverTarget={id}
      >
        <Identicon address={address} size={24} />
        {shortAddress(address)}
        <ChevronDown size={14} aria-hidden />
      </Button>
      {/* Below the button, which is always at the same place of the page. */}
      <div
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
          onClick={async () => (await wagmi()).disconnect()}
        >
          {words("disconnect")}
        </Button>
      </div>
    </>
  );
}
