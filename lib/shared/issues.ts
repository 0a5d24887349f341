import type { z } from "zod";
import type { AddressFlaw } from "./address-flaw.ts";
import type { FeatureName } from "./features.ts";

/** What may be wrong with a name or a symbol, and by how many of what. */
export type Flaw =
  | { code: "required" | "edges" | "blank" | "meaningless" | "invisible" | "looseMark" }
  | { code: "characters" | "bytes" | "piledMarks"; most: number };

/**
 * What may be wrong with a token, for who says it in words of their own: those of the schema are English, for the API.
 * `most` of an amount is in whole tokens.
 */
export type Issue =
  | (Flaw & { field: "name" | "symbol" })
  | { code: "fraction"; decimals: number; count: number }
  | { code: "tooMuch"; feature: FeatureName | null; most: string }
  | { code: "longNumber" | "plainNumber" | "decimals" | "zero" | "noCap" | "lowCap" }
  | AddressFlaw
  | { code: "zeroAddress" };

/** What a check of the schema reports along with its sentence. */
export function withIssue(issue: Issue): { params: { issue: Issue } } {
  return { params: { issue } };
}

/** What the schema has found; undefined where no form could hold that, as a number in place of a text. */
export function issueOf(found: z.core.$ZodIssue): Issue | undefined {
  if (found.code === "custom") return found.params?.["issue"];
  // Either nothing, or what the last of the choices finds wrong.
  const last = found.code === "invalid_union" ? found.errors.at(-1)?.[0] : undefined;
  if (last) return issueOf(last);
  if (found.path[0] === "decimals") return { code: "decimals" };
  if (found.code === "too_big") return { code: "longNumber" };
  return found.code === "invalid_format" ? { code: "plainNumber" } : undefined;
}
