import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#app/_ui/cn.ts";
import type { Order } from "#lib/shared/order.ts";
import { progressOf, type ProgressLine } from "../_live/progress.ts";

/**
 * How far the deploy has come, as a slip of the receipt's paper. Read aloud is the present step alone.
 * @param children what stands in its way
 */
export function DeploySteps({ order, children }: { order: Order; children?: ReactNode }) {
  const lines = progressOf(order);
  const present = lines.find(({ state }) => state === "now");
  return (
    <div data-testid="deploy-steps" className="receipt-shadow max-w-lg">
      <p role="status" className="sr-only">
        {present?.text ?? "Done"}
      </p>
      <div className="receipt-paper receipt-teeth-both px-6 pt-8 pb-9 font-mono text-[0.8125rem] leading-relaxed sm:px-8">
        <h2 className="mb-2 text-[0.6875rem] tracking-[0.16em] text-muted uppercase">Progress</h2>
        <ol>
          {lines.map((line) => (
            <Line key={line.step} line={line} />
          ))}
        </ol>
        {children}
      </div>
    </div>
  );
}

function Line({ line: { step, text, state } }: { line: ProgressLine }) {
  return (
    <li
      data-step={step}
      data-state={state}
      aria-current={state === "now" ? "step" : undefined}
      className={cn("flex min-h-7 items-center gap-3", state === "ahead" && "text-muted")}
    >
      <Sign state={state} />
      <span className={cn(state === "now" && "font-semibold")}>{text}</span>
      {state !== "now" && <span className="sr-only">{state === "done" ? ": done" : ": not yet"}</span>}
    </li>
  );
}

function Sign({ state }: Pick<ProgressLine, "state">) {
  switch (state) {
    case "done":
      return <Check size={16} strokeWidth={3} aria-hidden className="animate-appear text-green" />;
    case "now":
      return (
        <span aria-hidden className="size-4 animate-spin rounded-full border-2 border-rule border-t-accent" />
      );
    case "ahead":
      return <span aria-hidden className="mx-1 size-2 rounded-full border border-edge" />;
    default:
      throw new Error(`unknown state ${String(state satisfies never)}`);
  }
}
