import { useId, type ReactNode } from "react";
import { isAddressEqual } from "viem";
import { useConnection, useSwitchChain } from "wagmi";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { shortAddress } from "#app/_receipt/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { useMounted } from "#app/_ui/use-mounted.ts";
import { useWalletDialog } from "#app/_wallet/wallet-dialog.tsx";
import { explainWalletError, isRejected } from "#app/_wallet/wallet-error.ts";
import type { Order } from "#lib/shared/order.ts";

type Props = {
  order: Order;
  /** Completes "Connect a wallet to …". */
  purpose: string;
  variant?: "primary" | "secondary";
  label: string;
  pendingLabel: string;
  /** What the person has to do before the button works. */
  blockedBy?: string | undefined;
  transaction: { mutate: () => void; isPending: boolean; error: Error | null };
  /** Stands beside the button. */
  children?: ReactNode;
};

/** A button by which the wallet that ordered sends a transaction, and what came in its way. */
export function WalletAction(props: Props) {
  const { order, purpose, variant = "primary", label, pendingLabel, blockedBy, children } = props;
  const { mutate, isPending, error } = props.transaction;
  const blockId = useId();
  return (
    <div>
      <PayerGate order={order} purpose={purpose}>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button
            variant={variant}
            className={variant === "primary" ? "min-h-12 px-7 text-base" : undefined}
            aria-disabled={isPending || blockedBy !== undefined}
            aria-describedby={blockedBy && blockId}
            onClick={() => !isPending && blockedBy === undefined && mutate()}
          >
            {isPending ? pendingLabel : label}
          </Button>
          {children}
        </div>
        {blockedBy && (
          <p id={blockId} className="mt-3 text-sm text-muted">
            {blockedBy}
          </p>
        )}
      </PayerGate>
      <div aria-live="polite" className="*:mt-4">
        {error && <Notice tone={isRejected(error) ? "info" : "error"}>{explainWalletError(error)}</Notice>}
      </div>
    </div>
  );
}

/** Shows its children to the wallet that ordered, on the order's network; else says what is missing. */
function PayerGate({ order, purpose, children }: { order: Order; purpose: string; children: ReactNode }) {
  const { address, chainId } = useConnection();
  const openWalletDialog = useWalletDialog();
  const mounted = useMounted();
  if (!address)
    return (
      <Button className="min-h-12 px-7 disabled:opacity-100" disabled={!mounted} onClick={openWalletDialog}>
        Connect a wallet to {purpose}
      </Button>
    );
  if (!isAddressEqual(address, order.deployer))
    return (
      <Notice>
        This order belongs to <span className="font-mono">{shortAddress(order.deployer)}</span>, and you are
        connected as <span className="font-mono">{shortAddress(address)}</span>. Change to that account in
        your wallet to {purpose}.
      </Notice>
    );
  if (chainId !== order.chainId) return <SwitchNetwork chainId={order.chainId} />;
  return children;
}

function SwitchNetwork({ chainId }: { chainId: number }) {
  const { name } = usePublicChain(chainId);
  const { mutate, isPending, error } = useSwitchChain();
  return (
    <div className="space-y-4">
      <Button
        className="min-h-12 px-7"
        aria-disabled={isPending}
        onClick={() => !isPending && mutate({ chainId })}
      >
        {isPending ? "Waiting for your wallet…" : `Switch to ${name}`}
      </Button>
      {error && <Notice tone="error">{explainWalletError(error)}</Notice>}
    </div>
  );
}
