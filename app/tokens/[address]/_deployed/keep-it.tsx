import { ExternalLink, Printer, QrCode } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";
import type { Order } from "#lib/shared/order.ts";
import { AddressCode } from "./address-code.tsx";
import { DownloadReceipt } from "./download-receipt.tsx";
import { CopyAddress, ShareToken } from "./share-token.tsx";

/** The token's address and its receipt, to take along or to pass on. */
export function KeepIt({ order }: { order: Order }) {
  const words = useTranslations("token");
  const panels = useTranslations("panels");
  const { explorerUrl } = usePublicChain(order.chainId);
  const [isCodeOpen, setIsCodeOpen] = useState(false);
  return (
    <section aria-label={words("keepIt")} className="max-w-[34rem] border-t border-rule pt-5">
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        <CopyAddress address={order.address} />
        <Button variant="secondary" className="px-3" onClick={() => setIsCodeOpen(true)}>
          <QrCode size={16} aria-hidden /> {words("code")}
        </Button>
        <ShareToken order={order} />
        <DownloadReceipt order={order} />
        <Button variant="secondary" className="px-3" onClick={() => window.print()}>
          <Printer size={16} aria-hidden /> {words("print")}
        </Button>
        {explorerUrl && (
          <Button asChild variant="secondary" className="px-3">
            <a href={`${explorerUrl}/token/${order.address}`} target="_blank" rel="noreferrer">
              <ExternalLink size={16} aria-hidden /> {panels("explorer")}
            </a>
          </Button>
        )}
      </div>
      <Dialog
        open={isCodeOpen}
        onOpenChange={setIsCodeOpen}
        title={words("codeTitle", { symbol: order.symbol })}
        description={words("codeText")}
      >
        <AddressCode address={order.address} />
      </Dialog>
    </section>
  );
}
