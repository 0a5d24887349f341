import type { FieldError } from "react-hook-form";
import type { TokenForm } from "#lib/shared/token.ts";

type FieldName = keyof TokenForm;

/** What the server has refused, by the field that it stood in: no other check finds that wrong. */
let refusals: { name: FieldName; value: string; error: FieldError }[] = [];

/** Keeps what the server finds wrong with what a field holds now. */
export function keepRefusal(name: FieldName, values: TokenForm, error: FieldError): void {
  refusals = [...refusals.filter((each) => each.name !== name), { name, value: textOf(values[name]), error }];
}

/** What of these values the server has refused as they are. */
export function refusedOf(values: TokenForm): Record<string, FieldError> {
  const standing = refusals.filter(({ name, value }) => value === textOf(values[name]));
  return Object.fromEntries(standing.map(({ name, error }) => [name, error]));
}

/** For when the server takes what the form holds. */
export function forgetRefusals(): void {
  refusals = [];
}

function textOf(value: TokenForm[FieldName]): string {
  return JSON.stringify(value ?? null);
}
