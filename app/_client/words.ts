import { HttpError } from "./http-client.ts";

/** What a person is told of an answer that the browser has words of its own for, by its code. */
const words = new Map([
  [
    "not_accepting_orders",
    "This server takes no orders just now: what you would pay for could not be made at once. Nothing was paid, and what you have entered stays. Try again in a few minutes.",
  ],
]);

/** What to say of an error: the browser's own words where it has any, else those that came with it. */
export function wordsOf(error: Error): string {
  return (error instanceof HttpError && words.get(error.code)) || error.message;
}
