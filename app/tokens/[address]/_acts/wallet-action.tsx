import type { ReactNode } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { explainWalletError, isRejected } from "#app/_wallet/wallet-error.ts";
import type { Order } from "#lib/shared/order.ts";
import { PayerGate } from "./payer-gate.tsx";

type Props = {
  order: Order;
  /** Completes "Connect a wallet to …". */
  purpose: string;
  variant?: "primary" | "secondary";
  label: string;
  pendingLabel: string;
  transaction: { mutate: () => void; isPending: boolean; error: Error | null };
  /** Stands beside the button. */
  children?: ReactNode;
};

/** A button by which the wallet that ordered sends a transaction, and what came in its way. */
export function WalletAction(props: Props) {
  const { order, purpose, variant = "primary", label, pendingLabel, children } = props;
  const { mutate, isPending, error } = props.transaction;
  return (
    <div>
      <PayerGate order={order} purpose={purpose}>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button
            variant={variant}
            className={variant === "primary" ? "min-h-12 px-7 text-base" : undefined}
            aria-disabled={isPending}
            onClick={() => !isPending && mutate()}
          >
            {isPending ? pendingLabel : label}
          </Button>
          {children}
        </div>
      </PayerGate>
      <div aria-live="polite" className="*:mt-4">
        {error && <Notice tone={isRejected(error) ? "info" : "error"}>{explainWalletError(error)}</Notice>}
      </div>
    </div>
  );
}
