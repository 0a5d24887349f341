import { useTranslations } from "next-intl";
import { Notice } from "#app/_ui/notice.tsx";
import { useLater } from "#app/_ui/_hooks/use-later.ts";

/** How long a person may take to agree before they may have missed that they are asked. */
const SILENCE_MS = 30_000;

/** Says where to look once a wallet has been silent for long. @param isAsked while it owes an answer */
export function WalletSilence({ isAsked }: { isAsked: boolean }) {
  const words = useTranslations("walletErrors");
  const isLong = useLater(SILENCE_MS, isAsked);
  return isLong && <Notice>{words("silentYet")}</Notice>;
}
