import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { Hex } from "viem";
import { Button } from "#app/_ui/button.tsx";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import { Field } from "#app/_ui/_form/field.tsx";
import { Input } from "#app/_ui/_form/input.tsx";
import type { Order } from "#lib/shared/order.ts";
import { expectedTries, isPattern, MOST_DIGITS, type AddressPattern } from "./search.ts";
import { useAddressSearch, type SearchState } from "./use-address-search.ts";

type Props = {
  /** What the form holds now, as the server has read it; undefined while it is not complete, or has no wallet. */
  order: Order | undefined;
  /** Is told the salt of the address that was found. */
  onFound: (salt: Hex) => void;
};

/** Looks for an address that begins or ends as wanted. All of it happens in this browser. */
export function AddressChoice(props: Props) {
  const words = useTranslations("addressChoice");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Disclosure open={isOpen} onOpenChange={setIsOpen} title={words("title")}>
      <Choice {...props} />
    </Disclosure>
  );
}

function Choice({ order, onFound }: Props) {
  const words = useTranslations("addressChoice");
  const [pattern, setPattern] = useState<AddressPattern>({ begins: "", ends: "" });
  const { state, start, stop } = useAddressSearch(onFound);
  const isEmpty = pattern.begins === "" && pattern.ends === "";
  const isPossible = isPattern(pattern);
  const begin = () => {
    if (order?.initcode && isPossible) start({ checkout: order.checkout, initcode: order.initcode }, pattern);
  };
  const change = (part: keyof AddressPattern) => (event: { currentTarget: HTMLInputElement }) => {
    stop();
    setPattern({ ...pattern, [part]: event.currentTarget.value.trim().replace(/^0x/i, "") });
  };
  return (
    <div className="space-y-3">
      <p className="max-w-[52ch] text-sm leading-relaxed text-muted">
        {words("text", { most: String(MOST_DIGITS) })}
      </p>
      <div className="grid gap-x-5 sm:grid-cols-2">
        {(["begins", "ends"] as const).map((part) => (
          <Field
            key={part}
            label={words(part)}
            hint={words(`${part}Hint`)}
            error={isEmpty || isPossible ? undefined : words("fault", { most: String(MOST_DIGITS) })}
            lines={2}
          >
            {(field) => (
              <Input {...field} value={pattern[part]} onChange={change(part)} className="font-mono" />
            )}
          </Field>
        ))}
      </div>
      {state.name === "searching" ? (
        <Button variant="secondary" onClick={stop}>
          {words("stop")}
        </Button>
      ) : (
        <Button variant="secondary" aria-disabled={!isPossible || !order?.initcode} onClick={begin}>
          {words("search")}
        </Button>
      )}
      <p role="status" className="min-h-6 text-sm text-muted">
        <Progress
          state={state}
          tries={isPossible ? expectedTries(pattern) : 0}
          isReady={order !== undefined}
        />
      </p>
    </div>
  );
}

function Progress({ state, tries, isReady }: { state: SearchState; tries: number; isReady: boolean }) {
  const words = useTranslations("addressChoice");
  const format = useFormatter();
  switch (state.name) {
    case "idle":
      if (!isReady) return words("notReady");
      return tries > 0 ? words("estimate", { tries: format.number(tries) }) : null;
    case "searching":
      return state.secondsLeft === null
        ? words("begun")
        : words("searching", { tries: format.number(state.tries), seconds: state.secondsLeft });
    case "found":
      return words("found");
    case "failed":
      return words("failed");
    default:
      throw new Error("unknown state", { cause: state satisfies never });
  }
}
