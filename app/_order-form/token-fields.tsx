import { useWatch, type UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import { LookalikeNotes } from "#app/_receipt/lookalike-notes.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import type { tokenForm, TokenForm } from "#lib/shared/token.ts";

export type OrderFormApi = UseFormReturn<TokenForm, unknown, z.output<typeof tokenForm>>;

/** An empty number field is not a number, and the schema says so in its own words. */
const toNumber = (text: string | number) => (text === "" ? Number.NaN : Number(text));

export function TokenFields({ form }: { form: OrderFormApi }) {
  const { register, formState } = form;
  const { errors } = formState;
  return (
    <div className="grid gap-x-5 gap-y-1 sm:grid-cols-[1fr_11rem]">
      <Field label="Name" hint="What wallets and explorers call it." error={errors.name?.message} lines={2}>
        {(field) => <Input {...field} {...register("name")} />}
      </Field>
      <Field label="Symbol" hint="Short, like USDC." error={errors.symbol?.message} lines={2}>
        {(field) => <Input {...field} {...register("symbol")} className="font-mono" />}
      </Field>
      <Lookalikes form={form} />
      <Field
        label="Supply"
        hint="Whole tokens. The owner gets all of them."
        error={errors.supply?.message}
        lines={2}
      >
        {(field) => (
          <Input
            {...field}
            {...register("supply", { deps: ["cap"] })}
            inputMode="decimal"
            className="font-mono"
          />
        )}
      </Field>
      <Field label="Decimals" hint="18 suits almost everyone." error={errors.decimals?.message} lines={2}>
        {(field) => (
          <Input
            {...field}
            {...register("decimals", { setValueAs: toNumber, deps: ["supply", "cap"] })}
            inputMode="numeric"
            className="font-mono"
          />
        )}
      </Field>
    </div>
  );
}

function Lookalikes({ form: { control } }: { form: OrderFormApi }) {
  const [name, symbol] = useWatch({ control, name: ["name", "symbol"] });
  return <LookalikeNotes name={name} symbol={symbol} className="*:mb-3 sm:col-span-2" />;
}
