import { useTranslations } from "next-intl";
import { PageLink } from "#app/_ui/page-link.tsx";
import { formatPrice } from "#app/_receipt/format.ts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { textLink } from "#app/_ui/text-link.ts";

const steps = ["pay", "make", "check"] as const;
/** What is bought, what it costs, and why nobody has to trust whoever runs this server. */
export function Trust({ chain }: { chain: PublicChain }) {
  const words = useTranslations("trust");
  return (
    <section aria-label={words("label")} className="mt-8 border-y border-rule py-6">
      <ol className="grid gap-x-6 gap-y-4 sm:grid-cols-3">
        {steps.map((step, index) => (
          <li key={step}>
            <p className="flex gap-2 text-[0.9375rem] leading-snug font-medium">
              <span className="font-mono text-accent" aria-hidden>
                {index + 1}
              </span>
              {words(`${step}.title`)}
            </p>
            <p className="mt-1 text-[0.8125rem] leading-5 text-muted">{words(`${step}.text`)}</p>
          </li>
        ))}
      </ol>
      <p className="mt-5 text-sm leading-relaxed">
        {chain.serviceFeeWei === "0"
          ? words("free")
          : words("cost", { fee: formatPrice(chain.serviceFeeWei, chain.nativeCurrency.symbol) })}
      </p>
      <p className="-mb-2 flex flex-wrap gap-x-6 text-sm text-muted">
        <PageLink href="/how" className={textLink}>
          {words("how")}
        </PageLink>
        <PageLink href="/contracts/Checkout" className={textLink}>
          {words("source")}
        </PageLink>
      </p>
    </section>
  );
}
