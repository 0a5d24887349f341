import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import type { OrderFormApi } from "#app/_order-form/_form/form-api.ts";
import { cn } from "#app/_ui/cn.ts";
import { features } from "#lib/shared/features.ts";
import type { TokenForm } from "#lib/shared/token.ts";
import { presets, type PresetValues } from "./presets.ts";

/** Fills the form with what many people want; the name and the symbol are still theirs to give. */
export function PresetChoice({ form }: { form: OrderFormApi }) {
  const words = useTranslations("presets");
  const { control, setValue, clearErrors } = form;
  const [decimals, supply, chosen, cap] = useWatch({
    control,
    name: ["decimals", "supply", "features", "cap"],
  });
  const [filled, setFilled] = useState<string>();
  const fill = (name: (typeof presets)[number]["name"], values: PresetValues) => {
    setValue("features", values.features, { shouldDirty: true });
    setValue("decimals", values.decimals, { shouldDirty: true });
    setValue("supply", values.supply, { shouldDirty: true });
    setValue("cap", values.cap, { shouldDirty: true });
    clearErrors(["features", "decimals", "supply", "cap"]);
    setFilled(words("filled", { preset: words(`${name}.title`) }));
  };
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-medium">{words("legend")}</legend>
      {/* On a phone a row that scrolls sideways, so that the fields are not far. */}
      <div className="-mx-4 mt-2 flex gap-2 overflow-x-auto px-4 py-1 sm:mx-0 sm:grid sm:grid-cols-2 sm:px-0">
        {presets.map(({ name, values }) => {
          const isShown = isSame(values, { decimals, supply, features: chosen, cap });
          return (
            <button
              key={name}
              type="button"
              aria-pressed={isShown}
              className={cn(
                "flex w-56 shrink-0 flex-col rounded-md border bg-raised px-4 py-2.5 text-left hover:border-ink disabled:opacity-60 sm:w-auto",
                isShown ? "border-accent" : "border-edge",
              )}
              onClick={() => fill(name, values)}
            >
              <span className="block text-[0.9375rem] font-medium">{words(`${name}.title`)}</span>
              <span className="block text-[0.8125rem] leading-5 text-muted">{words(`${name}.text`)}</span>
            </button>
          );
        })}
      </div>
      <p role="status" className="sr-only">
        {filled}
      </p>
    </fieldset>
  );
}

function isSame(preset: PresetValues, values: Pick<TokenForm, keyof PresetValues>): boolean {
  return (
    preset.decimals === values.decimals &&
    preset.supply === values.supply &&
    preset.cap === (values.cap || null) &&
    features.every(({ name }) => preset.features?.[name] === values.features?.[name])
  );
}
