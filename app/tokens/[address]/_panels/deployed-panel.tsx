import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { useConnection, useSwitchChain, useWatchAsset } from "wagmi";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { groupDigits } from "#app/_receipt/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { useWalletDialog } from "#app/_wallet/wallet-dialog.tsx";
import { explainWalletError, isRejected } from "#app/_wallet/wallet-error.ts";
import type { Order } from "#lib/shared/order.ts";
import { useDeploy } from "../_acts/use-deploy.ts";
import { Panel } from "./panel.tsx";

export function DeployedPanel({ order }: { order: Order }) {
  const { explorerUrl } = usePublicChain(order.chainId);
  return (
    <>
      <Panel title={`${order.name} exists.`}>
        All {groupDigits(order.supply)} {order.symbol} are with their owner.{" "}
        {order.deployedAt
          ? "The contract was read back from the chain, and it is what the receipt says."
          : "The token is on the chain, at the address on the receipt, where nothing else can be. The server still has to read it back; then it stamps the receipt."}
      </Panel>
      <AddToWallet order={order} />
      <div className="flex flex-wrap gap-x-2">
        {explorerUrl && (
          <Button asChild variant="quiet" className="px-0 pr-3">
            <a href={`${explorerUrl}/token/${order.address}`} target="_blank" rel="noreferrer">
              See it in the explorer <ExternalLink size={14} aria-hidden />
            </a>
          </Button>
        )}
        <Button asChild variant="quiet" className="px-0 pr-3">
          <Link href="/">Order another</Link>
        </Button>
        <Button asChild variant="quiet" className="px-0">
          <Link href="/tokens">Your tokens</Link>
        </Button>
      </div>
    </>
  );
}

/** A token that the chain has and the server has not recorded yet; the server is asked to look. */
export function ExistsPanel({ order }: { order: Order }) {
  const { start } = useDeploy(order);
  useEffect(() => {
    const timer = setTimeout(start);
    return () => clearTimeout(timer);
  }, [start]);
  return <DeployedPanel order={order} />;
}

function AddToWallet({ order: { address, symbol, decimals, chainId } }: { order: Order }) {
  const connection = useConnection();
  const openWalletDialog = useWalletDialog();
  const { mutateAsync: switchChain } = useSwitchChain();
  const watch = useWatchAsset();
  const add = async () => {
    if (connection.chainId !== chainId) await switchChain({ chainId });
    watch.mutate({ type: "ERC20", options: { address, symbol, decimals } });
  };
  return (
    <div>
      <Button
        className="min-h-12 px-7 text-base"
        aria-disabled={watch.isPending}
        onClick={() => {
          if (!connection.address) openWalletDialog();
          else if (!watch.isPending) add().catch(() => undefined);
        }}
      >
        {watch.isPending ? "Waiting for your wallet…" : "Add to wallet"}
      </Button>
      <div aria-live="polite" className="*:mt-4">
        {watch.isSuccess && <Notice>Your wallet shows {symbol} now.</Notice>}
        {watch.error && (
          <Notice tone={isRejected(watch.error) ? "info" : "error"}>{explainWalletError(watch.error)}</Notice>
        )}
      </div>
    </div>
  );
}
