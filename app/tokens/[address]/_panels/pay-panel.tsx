import { useEffect, useRef, useState, type ReactNode } from "react";
import { isAddressEqual } from "viem";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { wordsOf } from "#app/_client/words.ts";
import { formatDelay, formatPrice } from "#app/_receipt/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { LocalTime } from "#app/_ui/local-time.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { Order } from "#lib/shared/order.ts";
import { useOffer } from "../_acts/use-offer.ts";
import { WalletAction } from "../_acts/wallet-action.tsx";
import { OwnerWarning } from "./owner-warning.tsx";
import { Panel } from "./panel.tsx";

type Props = { order: Order; refundDelaySeconds: number | undefined };
type Offer = ReturnType<typeof useOffer>;

/** Asks for the price that is shown; once it has ended, only for another one. */
export function PayPanel({ order, refundDelaySeconds }: Props) {
  const offer = useOffer(order);
  if (offer.isOver) return <Ended offer={offer} />;
  return (
    <>
      <Panel title="Pay, and it is made">
        Your payment waits in the Checkout contract until your token exists.
        {refundDelaySeconds !== undefined &&
          ` If it is never delivered, you can take the money back after ${formatDelay(refundDelaySeconds)}, without asking anyone.`}
      </Panel>
      <PriceNews order={order} offer={offer} />
      <Pay order={order} offer={offer} />
      <Consequences />
    </>
  );
}

function Pay({ order, offer }: { order: Order; offer: Offer }) {
  const { nativeCurrency } = usePublicChain(order.chainId);
  const [isAgreed, setIsAgreed] = useState(false);
  const isForAnother = !isAddressEqual(order.owner, order.deployer);
  const price = (wei: string) => formatPrice(wei, nativeCurrency.symbol);
  return (
    <>
      {isForAnother && <OwnerWarning order={order} isAgreed={isAgreed} onChange={setIsAgreed} />}
      <WalletAction
        order={order}
        purpose="pay"
        label={`Pay ${price(order.price)}`}
        pendingLabel="Waiting for your wallet…"
        blockedBy={
          isForAnother && !isAgreed ? "First say above that you know who gets the token." : undefined
        }
        transaction={offer.pay}
      >
        <p className="text-sm leading-relaxed text-muted">
          {price(order.priceParts.fee)} service fee
          <br />
          {price(order.priceParts.network)} network, to deploy it
        </p>
      </WalletAction>
      <p className="text-sm text-muted">
        This price holds until <LocalTime iso={order.expiresAt} />.
      </p>
    </>
  );
}

/** In place of the price that has ended. Nothing is paid from here: first the new one is shown. */
function Ended({ offer: { pay, renewal } }: { offer: Offer }) {
  const { mutate, isPending, error } = renewal;
  return (
    <>
      <Panel title="The price has ended">
        A price holds for a while only, as the network's part of it changes. Ask for today's: you see it
        before you pay anything. The token and its address stay as they are.
      </Panel>
      {pay.isPending && (
        <Notice>
          If your wallet still asks you for the old price, decline there. The network would refuse it.
        </Notice>
      )}
      <div>
        <Button
          className="min-h-12 px-7 text-base"
          aria-disabled={isPending}
          onClick={() => !isPending && mutate()}
        >
          {isPending ? "Asking…" : "Get today's price"}
        </Button>
        <div aria-live="polite" className="*:mt-4">
          {error && <Notice tone="error">{wordsOf(error)}</Notice>}
        </div>
      </div>
    </>
  );
}

/** What has become of the price that was shown before. */
function PriceNews({ order: { price, chainId }, offer }: { order: Order; offer: Offer }) {
  const { nativeCurrency } = usePublicChain(chainId);
  const { priceBefore, isRenewed } = offer;
  const before = formatPrice(priceBefore, nativeCurrency.symbol);
  const now = formatPrice(price, nativeCurrency.symbol);
  if (price !== priceBefore)
    return (
      <News isAwaited={isRenewed}>
        The price has changed: it was {before}, and <strong className="text-ink">is {now} today</strong>.
      </News>
    );
  return isRenewed ? <News isAwaited>The price is still {now}.</News> : null;
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

const consequences = [
  "Your wallet pays into Checkout, a contract without an owner that holds the money for this one address.",
  "The server makes your token, with this page open or closed. The same transaction takes the payment: there is never the one without the other.",
  "The token is read back from the chain, compared with this receipt, and stamped.",
];

/** What a payment sets in motion. */
function Consequences() {
  return (
    <section className="max-w-[48ch] border-t border-rule pt-6">
      <h2 className="text-sm font-medium">What happens then</h2>
      <ol className="mt-3 space-y-3 text-sm leading-relaxed text-muted">
        {consequences.map((text, index) => (
          <li key={text} className="flex gap-4">
            <span aria-hidden className="font-mono text-accent">
              {index + 1}
            </span>
            {text}
          </li>
        ))}
      </ol>
    </section>
  );
}
