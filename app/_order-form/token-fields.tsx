import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { useWatch } from "react-hook-form";
import { useCode } from "#app/_client/use-code.ts";
import { LookalikeNotes } from "#app/_receipt/lookalike-notes.tsx";
import { Field } from "#app/_ui/_form/field.tsx";
import { Input } from "#app/_ui/_form/input.tsx";
import { amountInWords } from "./_amounts/in-words.ts";
import { NoteList } from "./_amounts/note-list.tsx";
import { DecimalsInput, SupplyInput } from "./_amounts/number-inputs.tsx";
import { amountNotes, symbolNotes } from "./_amounts/token-notes.ts";
import type { OrderFormApi } from "./_form/form-api.ts";
import { useIssueWords } from "#app/_fields/issue-words.ts";

export type { OrderFormApi };

export function TokenFields({ form }: { form: OrderFormApi }) {
  const words = useTranslations("form");
  const wordsOf = useIssueWords();
  const { register, formState } = form;
  const { errors } = formState;
  return (
    <div className="grid gap-x-5 gap-y-1 sm:grid-cols-[1fr_11rem]">
      <Field label={words("name")} hint={words("nameHint")} error={wordsOf(errors.name)} lines={2}>
        {(field) => <Input {...field} {...register("name")} placeholder={words("namePlaceholder")} />}
      </Field>
      <Field label={words("symbol")} hint={words("symbolHint")} error={wordsOf(errors.symbol)} lines={2}>
        {(field) => (
          <Input
            {...field}
            {...register("symbol")}
            placeholder={words("symbolPlaceholder")}
            className="font-mono"
          />
        )}
      </Field>
      <Lookalikes form={form} />
      <SymbolNotes form={form} />
      <SupplyField form={form} />
      <Field
        label={words("decimals")}
        hint={words("decimalsHint")}
        error={wordsOf(errors.decimals)}
        lines={2}
      >
        {(field) => <DecimalsInput {...field} form={form} />}
      </Field>
      <AmountNotes form={form} />
    </div>
  );
}

/** The supply, and below it how many that is in words. */
function SupplyField({ form }: { form: OrderFormApi }) {
  const words = useTranslations("form");
  const wordsOf = useIssueWords();
  const locale = useLocale();
  const amount = amountInWords(useWatch({ control: form.control, name: "supply" }), locale);
  return (
    <Field
      label={words("supply")}
      hint={amount === null ? words("supplyHint") : words("supplyInWords", { amount })}
      error={wordsOf(form.formState.errors.supply)}
      lines={2}
    >
      {(field) => <SupplyInput {...field} form={form} placeholder={words("supplyPlaceholder")} />}
    </Field>
  );
}

function SymbolNotes({ form: { control } }: { form: OrderFormApi }) {
  return <NoteList notes={symbolNotes(useWatch({ control, name: "symbol" }))} />;
}

function AmountNotes({ form: { control } }: { form: OrderFormApi }) {
  const [decimals = Number.NaN, supply, cap = null] = useWatch({
    control,
    name: ["decimals", "supply", "cap"],
  });
  return <NoteList notes={amountNotes({ decimals, supply, cap })} />;
}

function Lookalikes({ form: { control } }: { form: OrderFormApi }) {
  const [name, symbol] = useWatch({ control, name: ["name", "symbol"] });
  const isEmpty = name === "" && symbol === "";
  const code = useCode("lookalikes", () => import("#lib/shared/names/lookalikes.ts"), !isEmpty);
  const found = useMemo(() => code?.lookalikes({ name, symbol }) ?? [], [code, name, symbol]);
  return <LookalikeNotes lookalikes={found} className="*:mb-3 sm:col-span-2" />;
}
