import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { formatDelay, formatPrice } from "#app/_receipt/format.ts";
import type { Order } from "#lib/shared/order.ts";
import { usePay } from "../_acts/use-pay.ts";
import { WalletAction } from "../_acts/wallet-action.tsx";
import { Panel } from "./panel.tsx";

type Props = { order: Order; refundDelaySeconds: number | undefined };

export function PayPanel({ order, refundDelaySeconds }: Props) {
  const { nativeCurrency } = usePublicChain(order.chainId);
  const pay = usePay();
  const price = (wei: string) => formatPrice(wei, nativeCurrency.symbol);
  return (
    <>
      <Panel title="Pay, and it is made">
        Your payment waits in the Checkout contract until your token exists.
        {refundDelaySeconds !== undefined &&
          ` If it is never delivered, you can take the money back after ${formatDelay(refundDelaySeconds)}, without asking anyone.`}
      </Panel>
      <WalletAction
        order={order}
        purpose="pay"
        label={`Pay ${price(order.price)}`}
        pendingLabel="Waiting for your wallet…"
        transaction={{ ...pay, mutate: () => pay.mutate(order) }}
      >
        <p className="text-sm leading-relaxed text-muted">
          {price(order.priceParts.fee)} service fee
          <br />
          {price(order.priceParts.network)} network, to deploy it
        </p>
      </WalletAction>
      <Consequences />
    </>
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
