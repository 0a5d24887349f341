import { type ChangeEvent, useState } from "react";

type Field<Value> = { value: Value; onChange: (value: Value) => void; onBlur: () => void };

/**
 * What a control shows of a field whose value is read from what is typed: the text as it is typed, put in order once the
 * field is left, and anything else that the field comes to hold.
 * @param show empty where a value has no text of its own; what was typed stays then
 */
export function useReadText<Value>(
  field: Field<Value>,
  read: (text: string) => Value,
  show: (value: Value) => string,
) {
  const [text, setText] = useState("");
  return {
    value: Object.is(read(text), field.value) ? text : show(field.value),
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
      setText(currentTarget.value);
      field.onChange(read(currentTarget.value));
    },
    onBlur: () => {
      setText((typed) => show(field.value) || typed);
      field.onBlur();
    },
  };
}
