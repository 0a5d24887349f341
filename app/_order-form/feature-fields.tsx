import { useWatch } from "react-hook-form";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import type { OrderFormApi } from "./token-fields.tsx";

const features = [
  { name: "burnable", label: "Burnable", text: "Holders can destroy their own tokens for good." },
  { name: "mintable", label: "Mintable", text: "The owner can make more tokens later." },
  { name: "pausable", label: "Pausable", text: "The owner can stop all transfers, and start them again." },
] as const;

/** What a token can do beyond being held and sent. What is not chosen is absent from its code. */
export function FeatureFields({ form }: { form: OrderFormApi }) {
  const { register, control, setValue } = form;
  const mintable = useWatch({ control, name: "features.mintable" });
  return (
    <fieldset>
      <legend className="text-sm font-medium">What it can do</legend>
      <p className="mt-1 text-[0.8125rem] leading-5 text-muted">
        What you leave out is absent from the token's code, and nobody can add it later.
      </p>
      <div className="mt-3 divide-y divide-rule rounded-md border border-edge bg-raised">
        {features.map(({ name, label, text }) => (
          <div key={name}>
            <label className="flex min-h-16 items-center gap-4 px-4 py-3">
              <input
                type="checkbox"
                className="checkbox"
                {...register(`features.${name}`, {
                  // A cap without minting would be refused, and would be invisible as well.
                  onChange: () => name === "mintable" && setValue("cap", null, { shouldValidate: true }),
                })}
              />
              <span>
                <span className="block text-[0.9375rem] font-medium">{label}</span>
                <span className="block text-sm text-muted">{text}</span>
              </span>
            </label>
            {name === "mintable" && mintable && <CapField form={form} />}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

const toCap = (text: string | null) => (text === "" ? null : text);

function CapField({ form: { register, formState } }: { form: OrderFormApi }) {
  return (
    <div className="animate-appear pr-4 pb-1 pl-13">
      <Field
        label="Cap"
        hint="The most tokens there may ever be. Leave it empty for no limit."
        error={formState.errors.cap?.message}
        lines={2}
      >
        {(field) => (
          <Input
            {...field}
            {...register("cap", { setValueAs: toCap })}
            inputMode="decimal"
            className="font-mono"
          />
        )}
      </Field>
    </div>
  );
}
