import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ordersBefore } from "#app/_receipt/_words/queue-words.ts";
import type { Order } from "#lib/shared/order.ts";
import type { Stage } from "../_live/stage.ts";

type Words = ReturnType<typeof useTranslations<"stages">>;

/** Where an order stands, in a word or two: said aloud as it changes, and on the tab for whoever looks at another one. */
export function useStageWords(stage: Stage, order: Order): string {
  return stageWords(useTranslations("stages"), stage, order);
}

function stageWords(words: Words, stage: Stage, order: Order): string {
  switch (stage.name) {
    case "deploy":
      if (ordersBefore(order) !== null) return words("queued");
      return words(stage.start === "asked" ? "ready" : "making");
    case "underpaid":
      return words(stage.paidLateAt ? "late" : "underpaid");
    case "exists":
    case "deployed":
      return words("deployed");
    case "checking":
    case "differs":
    case "pay":
    case "paused":
    case "confirming":
    case "held":
    case "failed":
    case "refunded":
      return words(stage.name);
    default:
      throw new Error(`unknown stage ${JSON.stringify(stage satisfies never)}`);
  }
}

/**
 * Names the tab after where the order stands. A token that was there when its page was opened keeps the page's own title.
 * @param isNews whether anything has been left to happen since
 */
export function useStageTitle(label: string, name: string, isNews: boolean): void {
  const title = useTranslations("stages")("title", { stage: label, name });
  useEffect(() => {
    if (isNews) document.title = title;
  }, [title, isNews]);
}
