import { useTranslations } from "next-intl";
import { useId, type ReactNode } from "react";
import { isAddressEqual } from "viem";
import { shortAddress } from "#app/_receipt/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { cn } from "#app/_ui/cn.ts";
import { useMounted } from "#app/_ui/_hooks/use-mounted.ts";
import { useConnection } from "#app/_wallet/connection.ts";
import { useWalletDialog } from "#app/_wallet/wallet-dialog.tsx";
import { WalletProblem } from "#app/_wallet/wallet-problem.tsx";
import { WalletSilence } from "#app/_wallet/wallet-silence.tsx";
import type { Order } from "#lib/shared/order.ts";
import type { Phase } from "./phase.ts";
import { SwitchNetwork } from "./switch-network.tsx";

/** What a wallet is asked for. */
type Act = "pay" | "refund" | "deliver";

type Props = {
  order: Order;
  act: Act;
  variant?: "primary" | "secondary";
  label: string;
  /** What it says once the wallet has sent it, where that is waited for here. */
  sentLabel?: string;
  /** What the person has to do before the button works. */
  blockedBy?: string | undefined;
  transaction: { mutate: () => void; isPending: boolean; phase: Phase; error: Error | null };
  /** Stands beside the button. */
  children?: ReactNode;
};

/** A button by which the wallet that ordered sends a transaction, and what came in its way. */
export function WalletAction(props: Props) {
  const { order, act, variant = "primary", label, sentLabel, blockedBy, children } = props;
  const { mutate, isPending, phase, error } = props.transaction;
  const words = useTranslations("ownActs");
  const common = useTranslations("common");
  const asking = common("waitingForWallet");
  const labels: Record<Phase, string> = { trying: words("trying"), asking, sent: sentLabel ?? asking };
  const blockId = useId();
  return (
    <div>
      <PayerGate order={order} act={act}>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button
            variant={variant}
            className={cn(
              "whitespace-normal wrap-anywhere",
              variant === "primary" && "min-h-12 px-7 text-base",
            )}
            aria-disabled={isPending || blockedBy !== undefined}
            aria-describedby={blockedBy && blockId}
            onClick={() => !isPending && blockedBy === undefined && mutate()}
          >
            {isPending ? labels[phase] : label}
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
        <WalletSilence isAsked={isPending && phase === "asking"} />
        {error && <WalletProblem error={error} />}
      </div>
    </div>
  );
}

const inMono = (chunks: ReactNode) => <span className="font-mono">{chunks}</span>;

/** Shows its children to the wallet that ordered, on the order's network; else says what is missing. */
function PayerGate({ order, act, children }: { order: Order; act: Act; children: ReactNode }) {
  const words = useTranslations("ownActs");
  const { address, chainId } = useConnection();
  const openWalletDialog = useWalletDialog();
  const mounted = useMounted();
  if (!address)
    return (
      <Button className="min-h-12 px-7 disabled:opacity-100" disabled={!mounted} onClick={openWalletDialog}>
        {words("connectTo", { act })}
      </Button>
    );
  if (!isAddressEqual(address, order.deployer))
    return (
      <Notice>
        {words.rich("otherPayer", {
          act,
          payer: shortAddress(order.deployer),
          connected: shortAddress(address),
          mono: inMono,
        })}
      </Notice>
    );
  if (chainId !== order.chainId) return <SwitchNetwork chainId={order.chainId} />;
  return children;
}
