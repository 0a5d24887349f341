/** Ends the task at hand: a browser answers a person between two tasks, and not within one. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
