import { useTranslations } from "next-intl";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { Field } from "#app/_ui/_form/field.tsx";
import { inputClass } from "#app/_ui/_form/input.tsx";

/** Which chain the token is made on; there is nothing to choose where there is one. */
export function NetworkField({
  chainId,
  onChange,
}: {
  chainId: number | undefined;
  onChange: (chainId: number) => void;
}) {
  const words = useTranslations("form");
  const { chains } = usePublicConfig();
  if (chains.length === 1) return null;
  return (
    <Field label={words("network")} hint={words("networkHint")}>
      {(field) => (
        <select
          {...field}
          className={inputClass}
          value={chainId}
          onChange={(event) => onChange(Number(event.currentTarget.value))}
        >
          {chains.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
