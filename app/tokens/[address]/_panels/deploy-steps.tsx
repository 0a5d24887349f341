import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "#app/_ui/cn.ts";
import type { Order } from "#lib/shared/order.ts";
import { groupDigits } from "#app/_receipt/format.ts";
import { ordersBefore, turnWords } from "#app/_receipt/_words/queue-words.ts";
import { ReceiptRule } from "#app/_receipt/receipt.tsx";
import { progressOf, type ProgressLine } from "../_live/progress.ts";
import { UsualTime } from "./usual-time.tsx";

/**
 * How far a token has come since it was paid for, and before it the turn in the queue, as a slip of the receipt's paper. Read aloud is
 * the present step alone.
 * @param children what stands in its way
 */
export function DeploySteps({ order, children }: { order: Order; children?: ReactNode }) {
  const words = useTranslations("deploy");
  const steps = useTranslations("steps");
  const queue = useTranslations("queue");
  const lines = progressOf(order);
  const present = lines.find(({ state }) => state === "now");
  const before = ordersBefore(order);
  return (
    <div data-testid="deploy-steps" className="receipt-shadow max-w-lg">
      <p role="status" className="sr-only">
        {before !== null && turnWords(queue, before)}
        {before === null && (present ? steps(`${present.step}.now`) : words("finished"))}
      </p>
      <div className="receipt-paper receipt-teeth-both px-6 pt-8 pb-9 font-mono text-[0.8125rem] leading-relaxed sm:px-8">
        {before !== null && <Ticket before={before} />}
        <h2 className="mb-2 text-[0.6875rem] tracking-[0.16em] text-muted uppercase">{words("progress")}</h2>
        <ol>
          {lines.map((line) => (
            <Line key={line.step} line={line} chainId={order.chainId} />
          ))}
        </ol>
        {children}
      </div>
    </div>
  );
}

/** As drawn at a counter: the place in the queue, and who is before it. */
function Ticket({ before }: { before: number }) {
  const words = useTranslations("deploy");
  const queue = useTranslations("queue");
  return (
    <div data-testid="queue-ticket" data-before={before}>
      <div className="flex items-center gap-5">
        <p aria-hidden className="text-5xl leading-none font-bold tracking-tight text-accent tabular-nums">
          {groupDigits(String(before + 1))}
        </p>
        <p>
          <span className="block text-[0.6875rem] tracking-[0.16em] text-muted uppercase">
            {words("yourPlace")}
          </span>
          <span className="text-[0.9375rem] font-semibold">{turnWords(queue, before)}</span>
        </p>
      </div>
      <ReceiptRule />
    </div>
  );
}

function Line({ line: { step, state }, chainId }: { line: ProgressLine; chainId: number }) {
  const words = useTranslations("order");
  const steps = useTranslations("steps");
  return (
    <li
      data-step={step}
      data-state={state}
      aria-current={state === "now" ? "step" : undefined}
      className={cn("flex min-h-7 items-center gap-3", state === "ahead" && "text-muted")}
    >
      <Sign state={state} />
      <span className={cn(state === "now" && "font-semibold")}>
        {steps(state === "now" ? `${step}.now` : `${step}.done`)}
        {state === "now" && <UsualTime step={step} chainId={chainId} />}
      </span>
      {state !== "now" && <span className="sr-only">{words(state === "done" ? "done" : "notYet")}</span>}
    </li>
  );
}

function Sign({ state }: Pick<ProgressLine, "state">) {
  switch (state) {
    case "done":
      return <Check size={16} strokeWidth={3} aria-hidden className="animate-appear text-green" />;
    case "now":
      return (
        <span
          aria-hidden
          className="size-4 shrink-0 animate-spin rounded-full border-2 border-rule border-t-accent"
        />
      );
    case "ahead":
      return <span aria-hidden className="mx-1 size-2 rounded-full border border-edge" />;
    default:
      throw new Error(`unknown state ${String(state satisfies never)}`);
  }
}
