import type { UseFormReturn } from "react-hook-form";
import type * as z from "zod/mini";
import type { tokenForm, TokenForm } from "#lib/shared/token.ts";

/** The form, as its fields and all that fills them are given it. */
export type OrderFormApi = UseFormReturn<TokenForm, unknown, z.output<typeof tokenForm>>;
