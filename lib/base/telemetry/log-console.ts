import "server-only";
import { stripVTControlCharacters } from "node:util";
import { safeText, type Logger } from "#lib/base/log.ts";

/**
 * Has what Next.js and libraries say on the console become lines of the log, with the request that it is about. They
 * would write errors whole, a failed query's parameters included.
 */
export function logConsole(log: Logger): void {
  console.error = (...said: unknown[]) => log.error(...lineOf(said));
  console.warn = (...said: unknown[]) => log.warn(...lineOf(said));
}

function lineOf(said: readonly unknown[]): [{ err?: Error }, string] {
  const err = said.find((each) => each instanceof Error);
  const words = said.flatMap((each) => (typeof each === "string" ? stripVTControlCharacters(each) : []));
  const text = words.join(" ").replace(/^\s*[⨯⚠]\s*/, "");
  return [err ? { err } : {}, safeText(text).trim() || "said on the console"];
}
