import type { Hex } from "viem";
import { ReceiptHeading } from "#app/_receipt/receipt.tsx";
import { Stamp } from "#app/_receipt/stamp.tsx";
import { statusWords, type StampWords } from "#app/_receipt/status-words.ts";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { LocalTime } from "#app/_ui/local-time.tsx";
import { isFree, type Order } from "#lib/shared/order.ts";

type Props = { order: Order; confirmingTx: Hex | null; explorerUrl: string | null };

/** An order's life in stamps. @param confirmingTx a payment sent and not seen yet */
export function OrderHistory({ order, confirmingTx, explorerUrl }: Props) {
  return (
    <div>
      <ReceiptHeading>Stamps</ReceiptHeading>
      <ol className="space-y-1">
        {milestonesOf(order, confirmingTx).map((milestone, index) => {
          const { stamp, at, tx, note } = milestone;
          return (
            <li key={stamp.text} className="flex min-h-9 items-center gap-3">
              <span className="w-[6.75rem] shrink-0">
                <MilestoneStamp milestone={milestone} rotate={index % 2 === 0 ? -3 : 2} />
              </span>
              <span className="min-w-0 flex-1 text-right text-xs leading-snug text-muted">
                {at && (
                  <span className="block">
                    <LocalTime iso={at} />
                  </span>
                )}
                {note && <span className="block">{note}</span>}
                {tx && <Transaction hash={tx} name={stamp.text} explorerUrl={explorerUrl} />}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** One thing that happens to an order. `at`, `tx` and `note` are null where it has none, or has not happened. */
type Milestone = {
  stamp: StampWords;
  isDone: boolean;
  at: string | null;
  tx: Hex | null;
  note: string | null;
};

/** Not a status: an order is deployed before it is verified, and after. */
const verified: StampWords = { text: "Verified", tone: "green" };

/** Five of them; a free order has no payment. */
function milestonesOf(order: Order, confirmingTx: Hex | null): Milestone[] {
  const isDeployed = order.status === "deployed";
  const isVerified = order.deployedAt !== null;
  const isPaid = order.paidAt !== null || order.payTx !== null || order.status === "paid";
  const blank = { at: null, tx: null, note: null };
  const payment: Milestone = {
    stamp: statusWords.paid,
    isDone: isPaid,
    at: order.paidAt,
    tx: order.payTx ?? confirmingTx,
    note: confirmingTx && !isPaid ? "confirming" : null,
  };
  return [
    { ...blank, stamp: statusWords.awaiting_payment, isDone: true, at: order.createdAt },
    ...(isFree(order) ? [] : [payment]),
    {
      ...blank,
      stamp: statusWords.submitted,
      isDone: isDeployed || order.deployTx !== null,
      tx: order.deployTx,
    },
    {
      ...blank,
      stamp: statusWords.deployed,
      isDone: isDeployed,
      at: order.deployedAt,
      note: isDeployed && order.blockNumber !== null ? `block ${order.blockNumber}` : null,
    },
    {
      ...blank,
      stamp: verified,
      isDone: isVerified,
      note: isVerified ? "the chain says the same" : null,
    },
  ];
}

function MilestoneStamp({ milestone: { stamp, isDone }, rotate }: { milestone: Milestone; rotate: number }) {
  if (isDone)
    return (
      <Stamp tone={stamp.tone} rotate={rotate}>
        {stamp.text}
      </Stamp>
    );
  return (
    <span className="inline-block rounded-[5px] border border-dashed border-edge/70 px-1.5 text-[0.6875rem] tracking-[0.14em] text-muted uppercase">
      {stamp.text}
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
