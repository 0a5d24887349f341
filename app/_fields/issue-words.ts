import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { FieldError } from "react-hook-form";
import type { Issue } from "#lib/shared/issues.ts";

/** What may stand below a field: what its browser finds wrong, and what only the server does. */
export type FormIssue = Issue | { code: "deniedSymbol" } | { code: "other"; message: string };

/** The issue as an error of the form. It has no words yet: the language may change while it stands. */
export function toFieldError(issue: FormIssue): { type: string; message: string } {
  return { type: issue.code, message: JSON.stringify(issue) };
}

/** What to say of an error that {@link toFieldError} has made. */
export function useIssueWords(): (error: FieldError | undefined) => string | undefined {
  const words = useTranslations("issues");
  return useCallback(
    (error) => {
      if (error?.message === undefined) return undefined;
      const issue: FormIssue = JSON.parse(error.message);
      switch (issue.code) {
        case "required":
        case "edges":
        case "blank":
        case "meaningless":
        case "invisible":
        case "looseMark":
          return words(`text.${issue.code}`, { field: issue.field });
        case "characters":
        case "bytes":
        case "piledMarks":
          return words(`text.${issue.code}`, { field: issue.field, most: issue.most });
        case "fraction":
          return words("fraction", { decimals: issue.decimals, count: issue.count });
        case "tooMuch":
          return words("tooMuch", { of: issue.feature ?? "any", most: issue.most });
        case "shortAddress":
        case "longAddress":
          return words(issue.code, { count: issue.count });
        case "other":
          return words("other", { message: issue.message });
        case "longNumber":
        case "plainNumber":
        case "decimals":
        case "zero":
        case "noCap":
        case "lowCap":
        case "address":
        case "checksum":
        case "zeroAddress":
        case "deniedSymbol":
          return words(issue.code);
        default:
          throw new Error(`unknown issue ${JSON.stringify(issue satisfies never)}`);
      }
    },
    [words],
  );
}
