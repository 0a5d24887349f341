import type { ComponentProps } from "react";
import { useController } from "react-hook-form";
import { Input } from "#app/_ui/_form/input.tsx";
import type { OrderFormApi } from "#app/_order-form/_form/form-api.ts";
import { amountOf, optionalAmountOf, showAmount, showNumber, wholeNumberOf } from "./read-number.ts";
import { useReadText } from "./use-read-text.ts";

type Props = { form: OrderFormApi } & Pick<
  ComponentProps<"input">,
  "id" | "aria-invalid" | "aria-describedby" | "placeholder"
>;

/** How many tokens there are, in whole ones, with or without marks between groups of digits. */
export function SupplyInput({ form: { control }, ...props }: Props) {
  const { field } = useController({ control, name: "supply", rules: { deps: ["cap"] } });
  const text = useReadText(field, amountOf, showAmount);
  return <Input {...props} {...text} {...rest(field)} inputMode="decimal" className="font-mono" />;
}

/** An amount that comes with a feature, and may be left out. */
export function ArgumentInput({ form: { control }, name, ...props }: Props & { name: "cap" }) {
  const { field } = useController({ control, name });
  const text = useReadText(field, optionalAmountOf, showAmount);
  return <Input {...props} {...text} {...rest(field)} inputMode="decimal" className="font-mono" />;
}

export function DecimalsInput({ form: { control }, ...props }: Props) {
  const { field } = useController({ control, name: "decimals", rules: { deps: ["supply", "cap"] } });
  const text = useReadText({ ...field, value: field.value ?? Number.NaN }, wholeNumberOf, showNumber);
  return <Input {...props} {...text} {...rest(field)} inputMode="numeric" className="font-mono" />;
}

/** What a form needs of a control besides its text. */
function rest({ name, ref, disabled }: Pick<ComponentProps<"input">, "name" | "ref" | "disabled">) {
  return { name, ref, disabled };
}
