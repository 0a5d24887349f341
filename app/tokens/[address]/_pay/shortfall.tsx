import { useTranslations } from "next-intl";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { formatRoughly } from "#app/_receipt/format.ts";
import { Notice } from "#app/_ui/notice.tsx";
import type { Order } from "#lib/shared/order.ts";
import { useFunds } from "../_acts/use-funds.ts";

/** What the connected wallet lacks, said before it is asked. It can be asked all the same: by then it may hold more. */
export function Shortfall({ order }: { order: Order }) {
  const words = useTranslations("pay");
  const { nativeCurrency } = usePublicChain(order.chainId);
  const funds = useFunds(order);
  const roughly = (wei: bigint) => formatRoughly(String(wei), nativeCurrency.symbol);
  return (
    <div aria-live="polite" className="max-w-[48ch]">
      {funds && funds.missingWei > 0n && (
        <Notice>
          {words("missing", {
            balance: roughly(funds.balanceWei),
            fee: roughly(funds.feeWei),
            missing: roughly(funds.missingWei),
          })}
        </Notice>
      )}
    </div>
  );
}
