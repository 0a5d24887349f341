import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { groupDigits } from "#app/_receipt/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/_form/field.tsx";
import { Input } from "#app/_ui/_form/input.tsx";
import { useConnection } from "#app/_wallet/connection.ts";
import type { Order } from "#lib/shared/order.ts";
import { fromUnits } from "#lib/shared/token.ts";
import {
  actFields,
  mostUnitsOf,
  readAct,
  type ActFaults,
  type ActField,
  type ActInput,
} from "./act-input.ts";
import { SwitchNetwork } from "../_acts/switch-network.tsx";
import type { ActName, View } from "./offered-acts.ts";
import type { RunningAct } from "./use-act.ts";

type Props = { name: ActName; order: Order; view: View; act: RunningAct; isOffered: boolean };

/** What an act means, what it takes, and the button for it. */
export function ActForm({ name, order, view, act, isOffered }: Props) {
  const words = useTranslations("manage");
  const { chainId } = useConnection();
  const [input, setInput] = useState<ActInput>(() => emptyInput(name, view));
  const [faults, setFaults] = useState<ActFaults>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending || !isOffered) return;
    const read = readAct(name, input, order, view);
    setFaults("faults" in read ? read.faults : {});
    if ("act" in read) act.mutate(read.act, { onSuccess: () => setInput(emptyInput(name, view)) });
  };
  const isRunning = act.isPending && act.name === name;
  const most = groupDigits(fromUnits(mostUnitsOf(name, order, view), order.decimals));
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <p className="max-w-[48ch] text-[0.9375rem] leading-relaxed text-muted">
        {words(`${name}.meaning`, { symbol: order.symbol })}
      </p>
      {actFields[name].map((field) => (
        <Field
          key={field}
          label={words(`field.${field}`, { symbol: order.symbol, act: name })}
          hint={words(`hint.${hintOf(name, field, order)}`, { symbol: order.symbol, act: name, most })}
          error={faults[field] && words(`fault.${faults[field]}`, { symbol: order.symbol, most })}
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
          {isRunning ? words(act.sent ? "mining" : "asking") : words(`${name}.button`)}
        </Button>
      ) : (
        <SwitchNetwork chainId={order.chainId} />
      )}
    </form>
  );
}

/** How many may be minted without a cap is a number that nobody reads. */
function hintOf(name: ActName, field: ActField, { cap }: Order): ActField | "uncapped" {
  return name === "mint" && field === "amount" && cap === null ? "uncapped" : field;
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
