"use client";

import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useConnection, useDisconnect } from "wagmi";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { shortAddress } from "#app/_receipt/format.ts";
import { Identicon } from "#app/_receipt/identicon.tsx";
import { Button } from "#app/_ui/button.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { useMounted } from "#app/_ui/use-mounted.ts";
import { useWalletDialog } from "./wallet-dialog.tsx";

export function WalletButton() {
  const { address } = useConnection();
  const openDialog = useWalletDialog();
  const mounted = useMounted();
  if (address) return <Account address={address} />;
  return (
    <Button className="px-3.5 disabled:opacity-100" disabled={!mounted} onClick={openDialog}>
      Connect wallet
    </Button>
  );
}

function Account({ address }: { address: string }) {
  const { chainId, connector } = useConnection();
  const { mutate: disconnect } = useDisconnect();
  const chain = usePublicConfig().chains.find((each) => each.id === chainId);
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button
          variant="secondary"
          className="gap-2 px-2.5 font-mono text-sm"
          aria-label={`Account ${shortAddress(address)}`}
        >
          <Identicon address={address} size={24} />
          {shortAddress(address)}
          <ChevronDown size={14} aria-hidden />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          className="z-30 w-72 animate-appear rounded-xl border border-rule bg-raised p-5 shadow-xl"
        >
          <div className="flex items-start gap-2">
            <p className="flex-1 font-mono text-[0.8125rem] break-all">{address}</p>
            <CopyButton text={address} what="wallet address" />
          </div>
          <dl className="mt-4 space-y-1 text-sm">
            <div className="flex justify-between gap-4">
              <dt className="text-muted">Wallet</dt>
              <dd>{connector?.name}</dd>
            </div>
            <div className="flex justify-between gap-4">
              <dt className="text-muted">Network</dt>
              <dd>{chain?.name ?? `another one (${chainId})`}</dd>
            </div>
          </dl>
          <Button variant="secondary" className="mt-5 w-full" onClick={() => disconnect({})}>
            Disconnect
          </Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
