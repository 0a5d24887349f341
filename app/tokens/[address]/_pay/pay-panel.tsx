import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { isAddressEqual } from "viem";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { useProblems } from "#app/_client/error-words.ts";
import { formatPrice, roundDelay } from "#app/_receipt/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { LocalTime } from "#app/_ui/local-time.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { asTag } from "#app/_words/as-tag.ts";
import type { Order } from "#lib/shared/order.ts";
import { useOffer } from "../_acts/use-offer.ts";
import { WalletAction } from "../_acts/wallet-action.tsx";
import { OwnerWarning } from "./owner-warning.tsx";
import { Panel } from "#app/_ui/panel.tsx";
import { Shortfall } from "./shortfall.tsx";

type Props = { order: Order; refundDelaySeconds: number | undefined };
type Offer = ReturnType<typeof useOffer>;

/** Asks for the price that is shown; once it has ended, only for another one. */
export function PayPanel({ order, refundDelaySeconds }: Props) {
  const words = useTranslations("pay");
  const offer = useOffer(order);
  if (offer.isOver) return <Ended offer={offer} />;
  return (
    <>
      <Panel title={words("title")}>
        {words("text")} {refundDelaySeconds !== undefined && <WayBack delaySeconds={refundDelaySeconds} />}
      </Panel>
      <PriceNews order={order} offer={offer} />
      <Pay order={order} offer={offer} />
      <Consequences />
    </>
  );
}

function WayBack({ delaySeconds }: { delaySeconds: number }) {
  const words = useTranslations("pay");
  const delay = useTranslations("delay");
  const { unit, count } = roundDelay(delaySeconds);
  return words("refundAfter", { delay: delay(unit, { count }) });
}

function Pay({ order, offer }: { order: Order; offer: Offer }) {
  const words = useTranslations("pay");
  const { nativeCurrency } = usePublicChain(order.chainId);
  const [isAgreed, setIsAgreed] = useState(false);
  const isForAnother = !isAddressEqual(order.owner, order.deployer);
  const price = (wei: string) => formatPrice(wei, nativeCurrency.symbol);
  return (
    <>
      {isForAnother && <OwnerWarning order={order} isAgreed={isAgreed} onChange={setIsAgreed} />}
      <WalletAction
        order={order}
        act="pay"
        label={words("pay", { price: price(order.price) })}
        blockedBy={isForAnother && !isAgreed ? words("agreeFirst") : undefined}
        transaction={offer.pay}
      >
        <p className="text-sm leading-relaxed text-muted">
          {words("serviceFee", { amount: price(order.priceParts.fee) })}
          <br />
          {words("network", { amount: price(order.priceParts.network) })}
        </p>
      </WalletAction>
      <Shortfall order={order} />
      <p className="text-sm text-muted">
        {words.rich("holdsUntil", { end: asTag(<LocalTime iso={order.expiresAt} />) })}
      </p>
    </>
  );
}

/** In place of the price that has ended. Nothing is paid from here: first the new one is shown. */
function Ended({ offer: { pay, renewal } }: { offer: Offer }) {
  const words = useTranslations("pay");
  const problemOf = useProblems();
  const { mutate, isPending, error } = renewal;
  return (
    <>
      <Panel title={words("ended")}>{words("endedText")}</Panel>
      {pay.isPending && pay.phase === "asking" && <Notice>{words("declineOld")}</Notice>}
      <div>
        <Button
          className="min-h-12 px-7 text-base"
          aria-disabled={isPending}
          onClick={() => !isPending && mutate()}
        >
          {words(isPending ? "asking" : "getPrice")}
        </Button>
        <div aria-live="polite" className="*:mt-4">
          {error && (
            <Notice tone="error" details={problemOf(error).details}>
              {problemOf(error).words}
            </Notice>
          )}
        </div>
      </div>
    </>
  );
}

const inInk = (chunks: ReactNode) => <strong className="text-ink">{chunks}</strong>;

/** What has become of the price that was shown before. */
function PriceNews({ order: { price, chainId }, offer }: { order: Order; offer: Offer }) {
  const words = useTranslations("pay");
  const { nativeCurrency } = usePublicChain(chainId);
  const { priceBefore, isRenewed } = offer;
  const before = formatPrice(priceBefore, nativeCurrency.symbol);
  const now = formatPrice(price, nativeCurrency.symbol);
  if (price !== priceBefore)
    return (
      <News isAwaited={isRenewed}>
        {words.rich("changed", {
          before,
          price: now,
          now: inInk,
        })}
      </News>
    );
  return isRenewed ? <News isAwaited>{words("same", { price: now })}</News> : null;
}

/** @param isAwaited whether somebody has asked, with a button that is gone by now: so this takes its focus */
function News({ isAwaited, children }: { isAwaited: boolean; children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAwaited) element.current?.focus();
  }, [isAwaited]);
  return (
    <div ref={element} role="status" tabIndex={-1} className="max-w-[48ch]">
      <Notice>{children}</Notice>
    </div>
  );
}

/** What a payment sets in motion. */
function Consequences() {
  const words = useTranslations("pay");
  return (
    <section className="max-w-[48ch] border-t border-rule pt-6">
      <h2 className="text-sm font-medium">{words("then")}</h2>
      <ol className="mt-3 space-y-3 text-sm leading-relaxed text-muted">
        {(["thenPaid", "thenMade", "thenReadBack"] as const).map((part, index) => (
          <li key={part} className="flex gap-4">
            <span aria-hidden className="font-mono text-accent">
              {index + 1}
            </span>
            {words(part)}
          </li>
        ))}
      </ol>
    </section>
  );
}
