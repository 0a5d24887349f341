import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { toFieldError, useIssueWords } from "#app/_fields/issue-words.ts";
import { groupDigits } from "#app/_receipt/format.ts";
import type { Order } from "#lib/shared/order.ts";
import { fromUnits } from "#lib/shared/amounts/units.ts";
import { mostUnitsOf, type ActFaults, type ActField } from "./act-input.ts";
import type { ActName, View } from "./offered-acts.ts";
import type { Recipient } from "./use-recipient.ts";

type Said = { hint: ReactNode; error: string | undefined };
type Props = { name: ActName; order: Order; view: View; recipient: Recipient; faults: ActFaults };

/** What stands below each field of an act: what is wrong with it, or else what to enter. */
export function useActWords({ name, order, view, recipient, faults }: Props): (field: ActField) => Said {
  const words = useTranslations("manage");
  const issueWords = useIssueWords();
  const { symbol } = order;
  const most = groupDigits(fromUnits(mostUnitsOf(name, order, view), order.decimals));
  return (field) => {
    const hint = words(`hint.${hintOf(name, field, order)}`, { symbol, act: name, most });
    if (field !== "to") {
      const fault = faults[field];
      return { hint, error: fault && words(`fault.${fault}`, { symbol, most }) };
    }
    // A name that is being looked up is not wrong yet.
    const issue = recipient.hint === undefined ? faults.to : undefined;
    return {
      hint: <span aria-live="polite">{recipient.hint ?? hint}</span>,
      error: recipient.error ?? (issue && issueWords(toFieldError(issue))),
    };
  };
}

/** How many may be minted without a cap is a number that nobody reads. */
function hintOf(name: ActName, field: ActField, { cap }: Order): ActField | "uncapped" {
  return name === "mint" && field === "amount" && cap === null ? "uncapped" : field;
}
