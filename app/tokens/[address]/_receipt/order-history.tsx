import { useTranslations } from "next-intl";
import type { Hex } from "viem";
import { ordersBefore, turnNote } from "#app/_receipt/_words/queue-words.ts";
import { ReceiptHeading } from "#app/_receipt/receipt.tsx";
import { Stamp } from "#app/_receipt/stamp.tsx";
import { type StampName, stampTones } from "#app/_receipt/_words/status-words.ts";
import { CopyButton } from "#app/_ui/_copy/copy-button.tsx";
import { LocalTime } from "#app/_ui/local-time.tsx";
import { isFree, type Order } from "#lib/shared/order.ts";
import type { SentPayment } from "../_live/sent-payment.ts";

type Props = { order: Order; confirming: SentPayment | null; explorerUrl: string | null };

/** An order's life in stamps. @param confirming a payment that is on its way */
export function OrderHistory({ order, confirming, explorerUrl }: Props) {
  const words = useTranslations("order");
  const milestones = useMilestones(order, confirming);
  return (
    <div>
      <ReceiptHeading>{words("stamps")}</ReceiptHeading>
      <ol className="space-y-1">
        {milestones.map((milestone, index) => {
          const { stamp, at, tx, note } = milestone;
          return (
            <li key={stamp} className="flex min-h-9 items-center gap-3">
              <span className="min-w-fit basis-[6.75rem]">
                <MilestoneStamp milestone={milestone} rotate={index % 2 === 0 ? -3 : 2} />
              </span>
              <span className="min-w-min flex-1 text-right text-xs leading-snug text-muted">
                {at && (
                  <span className="block">
                    <LocalTime iso={at} />
                  </span>
                )}
                {note && <span className="block">{note}</span>}
                {tx && <Transaction hash={tx} stamp={stamp} explorerUrl={explorerUrl} />}
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
  stamp: StampName;
  isDone: boolean;
  at: string | null;
  tx: Hex | null;
  note: string | null;
};

/** Five of them; a free order has no payment. */
function useMilestones(order: Order, confirming: SentPayment | null): Milestone[] {
  const words = useTranslations("order");
  const queue = useTranslations("queue");
  const isDeployed = order.status === "deployed";
  const isChecked = order.deployedAt !== null;
  const isPaid = order.paidAt !== null || order.payTx !== null || order.status === "paid" || isDeployed;
  // Before a node knows it the hash is the wallet's word alone.
  const confirmingTx = confirming && confirming.nonce !== null ? confirming.hash : null;
  const before = ordersBefore(order);
  const blank = { at: null, tx: null, note: null };
  const payment: Milestone = {
    stamp: "paid",
    isDone: isPaid,
    at: order.paidAt,
    tx: order.payTx ?? confirmingTx,
    note: confirming && !isPaid ? words("confirming") : null,
  };
  return [
    { ...blank, stamp: "awaiting_payment", isDone: true, at: order.createdAt },
    ...(isFree(order) ? [] : [payment]),
    {
      ...blank,
      stamp: "submitted",
      isDone: isDeployed || order.deployTx !== null,
      tx: order.deployTx,
      note: before === null ? null : turnNote(queue, before),
    },
    {
      ...blank,
      stamp: "deployed",
      isDone: isDeployed,
      at: order.deployedAt,
      note: isDeployed && order.blockNumber !== null ? words("block", { number: order.blockNumber }) : null,
    },
    {
      ...blank,
      stamp: "checked",
      isDone: isChecked,
      note: isChecked ? words("readBack") : null,
    },
  ];
}

function MilestoneStamp({ milestone: { stamp, isDone }, rotate }: { milestone: Milestone; rotate: number }) {
  const words = useTranslations("order");
  const name = useTranslations("statuses")(`${stamp}.stamp`);
  if (isDone)
    return (
      <Stamp tone={stampTones[stamp]} rotate={rotate}>
        {name}
      </Stamp>
    );
  return (
    <span className="inline-block rounded-[5px] border border-dashed border-edge/70 px-1.5 text-[0.6875rem] tracking-[0.14em] text-muted uppercase">
      {name}
      <span className="sr-only">{words("notYet")}</span>
    </span>
  );
}

type TransactionProps = { hash: Hex; stamp: StampName; explorerUrl: string | null };

function Transaction({ hash, stamp, explorerUrl }: TransactionProps) {
  const words = useTranslations("order");
  const name = useTranslations("statuses")(`${stamp}.stamp`);
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
      <CopyButton
        text={hash}
        what={words("transaction", { stamp: name.toLowerCase() })}
        className="-my-1 -mr-2"
      />
    </span>
  );
}
