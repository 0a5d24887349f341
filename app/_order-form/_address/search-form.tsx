import { useFormatter, useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { Hex } from "viem";
import type { CompleteOrderBody } from "#app/_client/orders-api.ts";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/_form/field.tsx";
import { Input } from "#app/_ui/_form/input.tsx";
import type { Order } from "#lib/shared/order.ts";
import { expectedTries, isPattern, MOST_DIGITS, type AddressPattern } from "./search.ts";
import { useAddressSearch, type SearchState } from "./use-address-search.ts";

export type SearchProps = {
  /** What the form holds now; null while it is not valid. */
  body: CompleteOrderBody | null;
  /** The same as the server has read it; undefined while it has not, or the form is not complete, or there is no wallet. */
  order: Order | undefined;
  /** Is told the salt of the address that was found. */
  onFound: (salt: Hex) => void;
};

export function SearchForm({ body, order, onFound }: SearchProps) {
  const words = useTranslations("addressChoice");
  const noteId = useId();
  const [pattern, setPattern] = useState<AddressPattern>({ begins: "", ends: "" });
  const { state, start, stop } = useAddressSearch(body, onFound);
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
        <Button
          variant="secondary"
          aria-disabled={!isPossible || !order?.initcode}
          aria-describedby={noteId}
          onClick={begin}
        >
          {words("search")}
        </Button>
      )}
      <p className="min-h-6 text-sm text-muted">
        <span role="status">
          <Turn state={state} />
        </span>{" "}
        <span id={noteId}>
          <Outlook
            state={state}
            tries={isPossible ? expectedTries(pattern) : 0}
            isReady={order !== undefined}
          />
        </span>
      </p>
    </div>
  );
}

/** That a search has begun, and how it has ended. */
function Turn({ state }: { state: SearchState }) {
  const words = useTranslations("addressChoice");
  switch (state.name) {
    case "idle":
      return null;
    case "searching":
      return words("begun");
    case "found":
      return words("found");
    case "failed":
      return words("failed");
    default:
      throw new Error("unknown state", { cause: state satisfies never });
  }
}

/** How long it takes. While a search goes on that changes many times a second, so nobody has it read aloud. */
function Outlook({ state, tries, isReady }: { state: SearchState; tries: number; isReady: boolean }) {
  const words = useTranslations("addressChoice");
  const format = useFormatter();
  if (state.name === "searching" && state.secondsLeft !== null)
    return words("searching", { tries: format.number(state.tries), seconds: state.secondsLeft });
  if (state.name !== "idle") return null;
  if (!isReady) return words("notReady");
  return tries > 0 ? words("estimate", { tries: format.number(tries) }) : null;
}
