import { useTranslations } from "next-intl";
import { usualSeconds } from "#app/_config/polling.ts";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { useLater } from "#app/_ui/_hooks/use-later.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import type { ProgressStep } from "../_live/progress.ts";

/** Times as long as usual, after which that is said instead. */
const MUCH_LONGER = 3;

type Props = { step: ProgressStep; chainId: number };

/** How long a step usually takes, where that hangs on the chain's blocks; once it has taken much longer, that it does. */
export function UsualTime({ step, chainId }: Props) {
  const seconds = secondsOf(step, usePublicChain(chainId));
  return seconds === null ? null : <Usually key={step} seconds={seconds} />;
}

function secondsOf(step: ProgressStep, chain: PublicChain): number | null {
  if (step === "paid") return usualSeconds(chain, 1);
  return step === "mined" ? usualSeconds(chain, chain.confirmations) : null;
}

function Usually({ seconds }: { seconds: number }) {
  const words = useTranslations("deploy");
  const isLong = useLater(seconds * MUCH_LONGER * 1_000);
  return (
    <span className="block text-xs font-normal text-muted">
      {isLong ? words("longer") : words("usually", { seconds })}
    </span>
  );
}
