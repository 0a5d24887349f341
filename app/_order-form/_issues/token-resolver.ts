import { toNestErrors } from "@hookform/resolvers";
import type { FieldError, Resolver } from "react-hook-form";
import type { z } from "zod";
import { issueOf } from "#lib/shared/issues.ts";
import { tokenForm, type TokenForm } from "#lib/shared/token.ts";
import { toFieldError } from "#app/_fields/issue-words.ts";
import { refusedOf } from "./refusals.ts";

/**
 * Checks the form by the schema, and says of each field what is first wrong with it: by its code, without words. What the
 * server has refused stays wrong as long as it stands there.
 */
export const tokenResolver: Resolver<TokenForm, unknown, z.output<typeof tokenForm>> = (
  values,
  _context,
  options,
) => {
  const parsed = tokenForm.safeParse(values);
  const refused = refusedOf(values);
  if (parsed.success && Object.keys(refused).length === 0) return { values: parsed.data, errors: {} };
  const errors: Record<string, FieldError> = {};
  for (const found of parsed.error?.issues ?? [])
    errors[found.path.join(".")] ??= toFieldError(
      issueOf(found) ?? { code: "other", message: found.message },
    );
  return { values: {}, errors: toNestErrors<TokenForm>({ ...refused, ...errors }, options) };
};
