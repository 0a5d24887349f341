import { useWatch } from "react-hook-form";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { type Argument, features } from "#lib/shared/features.ts";
import type { OrderFormApi } from "./token-fields.tsx";

/** What a token can do beyond being held and sent. What is not chosen is absent from its code. */
export function FeatureFields({ form }: { form: OrderFormApi }) {
  const { register, control, setValue } = form;
  const chosen = useWatch({ control, name: "features" });
  return (
    <fieldset>
      <legend className="text-sm font-medium">What it can do</legend>
      <p className="mt-1 text-[0.8125rem] leading-5 text-muted">
        What you leave out is absent from the token's code, and nobody can add it later.
      </p>
      <div className="mt-3 divide-y divide-rule rounded-md border border-edge bg-raised">
        {features.map(({ name, label, text, argument, maximum }) => (
          <div key={name}>
            <label className="flex min-h-16 items-center gap-4 px-4 py-3">
              <input
                type="checkbox"
                className="checkbox"
                {...register(`features.${name}`, {
                  deps: maximum ? ["supply", "cap"] : [],
                  // An argument without its feature would be refused, and would be invisible as well.
                  onChange: () => argument && setValue(argument.field, null, { shouldValidate: true }),
                })}
              />
              <span>
                <span className="block text-[0.9375rem] font-medium">{label}</span>
                <span className="block text-sm text-muted">{text}</span>
              </span>
            </label>
            {argument && chosen?.[name] && <ArgumentField form={form} argument={argument} />}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

const toAmount = (text: string | null) => (text === "" ? null : text);

function ArgumentField({
  form: { register, formState },
  argument: { field: name, label, hint },
}: {
  form: OrderFormApi;
  argument: Argument;
}) {
  return (
    <div className="animate-appear pr-4 pb-1 pl-13">
      <Field label={label} hint={hint} error={formState.errors[name]?.message} lines={2}>
        {(field) => (
          <Input
            {...field}
            {...register(name, { setValueAs: toAmount })}
            inputMode="decimal"
            className="font-mono"
          />
        )}
      </Field>
    </div>
  );
}
