import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/_form/field.tsx";
import { Input } from "#app/_ui/_form/input.tsx";
import { useConnection } from "#app/_wallet/connection.ts";
import type { Order } from "#lib/shared/order.ts";
import { actFields, readAct, type ActField, type ActInput } from "./act-input.ts";
import { SwitchNetwork } from "../_acts/switch-network.tsx";
import type { ActName, View } from "./offered-acts.ts";
import type { RunningAct } from "./use-act.ts";
import { useActWords } from "./use-act-words.tsx";
import { useRecipient } from "./use-recipient.ts";

type Props = { name: ActName; order: Order; view: View; act: RunningAct; isOffered: boolean };

/** What an act means, what it takes, and the button for it. */
export function ActForm({ name, order, view, act, isOffered }: Props) {
  const words = useTranslations("manage");
  const { chainId } = useConnection();
  const [input, setInput] = useState<ActInput>(() => emptyInput(name, view));
  const recipient = useRecipient(input.to, order.chainId);
  const read = readAct(name, { ...input, to: recipient.to }, order, view);
  const [isJudged, setIsJudged] = useState(false);
  const faults = isJudged && "faults" in read ? read.faults : {};
  const wordsOf = useActWords({ name, order, view, recipient, faults });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (act.isPending || !isOffered) return;
    setIsJudged("faults" in read);
    if ("faults" in read) focusFault(event.currentTarget);
    else
      act.mutate(
        { act: read.act, account: view.account },
        { onSuccess: () => setInput(emptyInput(name, view)) },
      );
  };
  const isRunning = act.isPending && act.name === name && act.account === view.account;
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <p className="max-w-[48ch] text-[0.9375rem] leading-relaxed text-muted">
        {words(`${name}.meaning`, { symbol: order.symbol })}
      </p>
      {actFields[name].map((field) => (
        <Field
          key={field}
          label={words(`field.${field}`, { symbol: order.symbol, act: name })}
          {...wordsOf(field)}
          lines={2}
        >
          {(control) => (
            <Input
              {...control}
              inputMode={field === "amount" ? "decimal" : undefined}
              className="font-mono text-sm"
              value={input[field]}
              onChange={({ currentTarget: { value } }) => setInput({ ...input, [field]: value })}
            />
          )}
        </Field>
      ))}
      {chainId === order.chainId ? (
        <Button
          type="submit"
          variant={isFinal(name) ? "danger" : "secondary"}
          aria-disabled={act.isPending || !isOffered}
        >
          {isRunning ? words(`phase.${act.phase}`) : words(`${name}.button`)}
        </Button>
      ) : (
        <SwitchNetwork chainId={order.chainId} />
      )}
    </form>
  );
}

/** New tokens go to whoever makes them unless they say otherwise, and so do votes. */
function emptyInput(name: ActName, { account }: View): ActInput {
  const isOwn = name === "mint" || name === "delegate";
  return { to: isOwn ? account : "", amount: "", confirmation: "" } satisfies Record<ActField, string>;
}

/** Whether nothing brings back what was before. */
function isFinal(name: ActName): boolean {
  return name === "renounceOwnership" || name === "transferOwnership" || name === "burn";
}

/** Once what is wrong stands below the field: it is read aloud with it. */
function focusFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLInputElement>("[aria-invalid=true]")?.focus());
}
