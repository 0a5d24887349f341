import type { Hex } from "viem";
import { ReceiptHeading } from "#app/_receipt/receipt.tsx";
import { Stamp } from "#app/_receipt/stamp.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { LocalTime } from "#app/_ui/local-time.tsx";
import type { Order } from "#lib/shared/order.ts";
import { historyOf, type Step } from "./history.ts";

type Props = { order: Order; confirmingTx: Hex | null; explorerUrl: string | null };

export function OrderHistory({ order, confirmingTx, explorerUrl }: Props) {
  return (
    <div>
      <ReceiptHeading>Stamps</ReceiptHeading>
      <ol className="space-y-1">
        {historyOf(order, confirmingTx).map((step, index) => (
          <li key={step.name} className="flex min-h-9 items-center gap-3">
            <span className="w-[6.75rem] shrink-0">
              <Mark step={step} rotate={index % 2 === 0 ? -3 : 2} />
            </span>
            <span className="min-w-0 flex-1 text-right text-xs leading-snug text-muted">
              {step.at && (
                <span className="block">
                  <LocalTime iso={step.at} />
                </span>
              )}
              {step.note && <span className="block">{step.note}</span>}
              {step.tx && <Transaction hash={step.tx} name={step.name} explorerUrl={explorerUrl} />}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Mark({ step, rotate }: { step: Step; rotate: number }) {
  if (step.isDone)
    return (
      <Stamp tone={step.tone} rotate={rotate}>
        {step.name}
      </Stamp>
    );
  return (
    <span className="inline-block rounded-[5px] border border-dashed border-edge/70 px-1.5 text-[0.6875rem] tracking-[0.14em] text-muted uppercase">
      {step.name}
      <span className="sr-only">: not yet</span>
    </span>
  );
}

function Transaction({ hash, name, explorerUrl }: { hash: Hex; name: string; explorerUrl: string | null }) {
  const short = `${hash.slice(0, 8)}…${hash.slice(-6)}`;
  if (explorerUrl)
    return (
      <a
        href={`${explorerUrl}/tx/${hash}`}
        target="_blank"
        rel="noreferrer"
        className="underline underline-offset-2 hover:text-ink"
      >
        {short}
      </a>
    );
  return (
    <span className="inline-flex items-center" title={hash}>
      {short}
      <CopyButton text={hash} what={`transaction of ${name.toLowerCase()}`} className="-my-1 -mr-2" />
    </span>
  );
}
