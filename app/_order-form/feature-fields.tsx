import { useTranslations } from "next-intl";
import { useWatch } from "react-hook-form";
import { Field } from "#app/_ui/_form/field.tsx";
import { type Argument, features } from "#lib/shared/features.ts";
import { ArgumentInput } from "./_amounts/number-inputs.tsx";
import { useIssueWords } from "#app/_fields/issue-words.ts";
import type { OrderFormApi } from "./token-fields.tsx";

/** What a token can do beyond being held and sent. What is not chosen is absent from its code. */
export function FeatureFields({ form }: { form: OrderFormApi }) {
  const words = useTranslations();
  const { register, control, setValue } = form;
  const chosen = useWatch({ control, name: "features" });
  return (
    <fieldset>
      <legend className="text-sm font-medium">{words("form.features")}</legend>
      <p className="mt-1 text-[0.8125rem] leading-5 text-muted">{words("form.featuresHint")}</p>
      <div className="mt-3 divide-y divide-rule rounded-md border border-edge bg-raised">
        {features.map(({ name, argument, maximum }) => (
          <div key={name}>
            <label className="flex items-start gap-4 px-4 pt-3.5">
              <input
                type="checkbox"
                className="checkbox mt-1"
                aria-describedby={`holders-${name}`}
                {...register(`features.${name}`, {
                  deps: maximum ? ["supply", "cap"] : [],
                  // An argument without its feature would be refused, and would be invisible as well.
                  onChange: () => argument && setValue(argument.field, null, { shouldValidate: true }),
                })}
              />
              <span>
                <span className="block text-[0.9375rem] font-medium">{words(`features.${name}.label`)}</span>
                <span className="block text-sm text-muted">{words(`features.${name}.text`)}</span>
              </span>
            </label>
            <p
              id={`holders-${name}`}
              className="pt-1 pr-4 pb-3.5 pl-13.5 text-[0.8125rem] leading-5 text-muted"
            >
              {words(`features.${name}.holders`)}
            </p>
            {argument && chosen?.[name] && <ArgumentField form={form} argument={argument} />}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function ArgumentField({ form, argument: { field: name } }: { form: OrderFormApi; argument: Argument }) {
  const words = useTranslations("arguments");
  const wordsOf = useIssueWords();
  return (
    <div className="animate-appear pr-4 pb-1 pl-13">
      <Field
        label={words(`${name}.label`)}
        hint={words(`${name}.hint`)}
        error={wordsOf(form.formState.errors[name])}
        lines={2}
      >
        {(field) => <ArgumentInput {...field} form={form} name={name} />}
      </Field>
    </div>
  );
}
