import { TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { FullAddress } from "#app/_receipt/address-block.tsx";
import { groupDigits } from "#app/_receipt/format.ts";
import { asTag } from "#app/_words/as-tag.ts";
import type { Order } from "#lib/shared/order.ts";

type Props = { order: Order; isAgreed: boolean; onChange: (isAgreed: boolean) => void };

/** Who gets a token that its payer does not get, in full, and the payer's word that this is what they want. */
export function OwnerWarning({ order, isAgreed, onChange }: Props) {
  const words = useTranslations("pay");
  const gains = useGains(order);
  const list = useFormatter().list(gains);
  return (
    <section
      aria-label={words("otherOwner")}
      className="max-w-[34rem] rounded-md border-2 border-red bg-raised"
    >
      <div className="flex gap-3 px-4 pt-4 pb-3 sm:px-5">
        <TriangleAlert size={20} className="mt-0.5 shrink-0 text-red" aria-hidden />
        <p className="min-w-0 leading-relaxed">
          {words.rich("gains", {
            gains: list,
            count: gains.length,
            owner: asTag(
              <span className="my-1.5 block font-mono text-sm font-semibold">
                <FullAddress address={order.owner} />
              </span>,
            ),
          })}
        </p>
      </div>
      <label className="flex min-h-14 items-center gap-3 border-t border-rule px-4 py-3 text-[0.9375rem] leading-snug font-medium sm:px-5">
        <input
          type="checkbox"
          className="checkbox"
          checked={isAgreed}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {words("agree")}
      </label>
    </section>
  );
}

/** All that an owner has and may do, as the beginning of a sentence. */
function useGains({ features, cap }: Order): string[] {
  const words = useTranslations("pay");
  const gains = [words("supply")];
  if (features.mintable) gains.push(cap ? words("mintUpTo", { cap: groupDigits(cap) }) : words("mint"));
  if (features.pausable) gains.push(words("pause"));
  return gains;
}
