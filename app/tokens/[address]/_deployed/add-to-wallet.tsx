import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { useConnection } from "#app/_wallet/connection.ts";
import { useWagmi } from "#app/_wallet/use-wagmi.ts";
import { useWalletDialog } from "#app/_wallet/wallet-dialog.tsx";
import { OwnTransactionError } from "#app/_wallet/wallet-error.ts";
import { WalletProblem } from "#app/_wallet/wallet-problem.tsx";
import { WalletSilence } from "#app/_wallet/wallet-silence.tsx";
import type { Order } from "#lib/shared/order.ts";
import { SwitchNetwork } from "../_acts/switch-network.tsx";

/** Has the connected wallet show the token. A wallet on another network is switched first, as that is asked for by itself. */
export function AddToWallet({ order }: { order: Order }) {
  const words = useTranslations("token");
  const { address, chainId } = useConnection();
  const { name: network } = usePublicChain(order.chainId);
  if (address && chainId !== order.chainId)
    return (
      <div className="space-y-3">
        <SwitchNetwork chainId={order.chainId} />
        <p className="max-w-[48ch] text-sm text-muted">{words("switchFirst", { network })}</p>
      </div>
    );
  return <Add order={order} />;
}

function Add({ order: { address, symbol, decimals } }: { order: Order }) {
  const words = useTranslations("panels");
  const common = useTranslations("common");
  const connection = useConnection();
  const openWalletDialog = useWalletDialog();
  const wagmi = useWagmi();
  const watch = useMutation({
    mutationFn: async () => {
      const { watchAsset } = await wagmi();
      const isAdded = await watchAsset({ type: "ERC20", options: { address, symbol, decimals } });
      // Some wallets answer a person's no so, rather than with an error (EIP-747).
      if (!isAdded) throw new OwnTransactionError("notAdded");
    },
  });
  return (
    <div>
      <Button
        className="min-h-12 px-7 text-base"
        aria-disabled={watch.isPending}
        onClick={() => {
          if (!connection.address) openWalletDialog();
          else if (!watch.isPending) watch.mutate();
        }}
      >
        {watch.isPending ? common("waitingForWallet") : words("addToWallet")}
      </Button>
      <div aria-live="polite" className="*:mt-4">
        <WalletSilence isAsked={watch.isPending} />
        {watch.isSuccess && <Notice>{words("added", { symbol })}</Notice>}
        {watch.error && <WalletProblem error={watch.error} />}
      </div>
    </div>
  );
}
