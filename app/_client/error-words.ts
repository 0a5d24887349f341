import { useMessages, useTranslations, type Messages } from "next-intl";
import { useCallback } from "react";
import { HttpError } from "./http-client.ts";
import { NotDeployedYet } from "./orders-api.ts";

type Code = keyof Messages["errors"];

/** An error in our own words, and in those that came with it where ours can't say which it was. */
export type Problem = { words: string; details?: string };

/**
 * What to say of an error: the browser's own words by its code. Of what a proxy answers, and of what nobody has thought
 * of, they say what follows from it; what came with it are its details.
 */
export function useProblems(): (error: Error) => Problem {
  const words = useTranslations("errors");
  const { errors } = useMessages();
  return useCallback(
    (error) => {
      if (error instanceof NotDeployedYet) return { words: words(error.status) };
      if (!(error instanceof HttpError)) return { words: words("unexpected"), details: error.message };
      const { code, status, message } = error;
      if (hasWords(errors, code)) return { words: words(code) };
      return { words: words("noWords"), details: `HTTP ${status} ${message}`.trim() };
    },
    [words, errors],
  );
}

/** The words alone. */
export function useErrorWords(): (error: Error) => string {
  const problemOf = useProblems();
  return useCallback((error) => problemOf(error).words, [problemOf]);
}

function hasWords(errors: Messages["errors"], code: string): code is Code {
  return Object.hasOwn(errors, code);
}
