import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { useCode } from "#app/_client/use-code.ts";
import { Button } from "#app/_ui/button.tsx";
import { CopyButton } from "#app/_ui/_copy/copy-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { QrCode } from "#app/_ui/qr-code.tsx";
import { textLink } from "#app/_ui/text-link.ts";
import type { RemoteWallet } from "./remote-wallet.ts";
import { walletLinks } from "./wallet-links.ts";

/** What a wallet on another device is to scan, or one on this device to be opened with. */
export function Invitation({ remote, onBack }: { remote: RemoteWallet; onBack: () => void }) {
  const words = useTranslations("remoteWallet");
  const { invitation } = remote;
  const uri = useSyncExternalStore(invitation.subscribe, invitation.get);
  return (
    <div className="mt-5">
      <div className="space-y-4" aria-live="polite">
        {uri === null ? <Notice>{words("connecting")}</Notice> : <Scan key={uri} uri={uri} />}
      </div>
      <Button variant="secondary" className="mt-5 w-full" onClick={onBack}>
        {words("back")}
      </Button>
    </div>
  );
}

function Scan({ uri }: { uri: string }) {
  const words = useTranslations("remoteWallet");
  const code = useCode("qr-code", () => import("uqr"));
  return (
    <>
      <p className="text-sm leading-relaxed">{words("scan")}</p>
      <QrCode encode={code?.encode} text={uri} label={words("code")} late={words("codeLate")} />
      <div className="flex items-center gap-2 rounded-md border border-rule bg-paper py-1 pr-2 pl-3">
        <span data-testid="invitation" className="min-w-0 flex-1 truncate font-mono text-xs text-muted">
          {uri}
        </span>
        <CopyButton text={uri} what={words("link")} />
      </div>
      <p className="flex flex-wrap gap-x-4 text-sm text-muted">
        <span className="inline-flex min-h-11 items-center">{words("here")}</span>
        {walletLinks(uri).map(({ name, href }) => (
          <a key={href} href={href} className={textLink}>
            {name ?? words("anyWallet")}
          </a>
        ))}
      </p>
    </>
  );
}
