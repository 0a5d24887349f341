/**
 * What a person at a terminal is told instead of a stack trace: what failed, and what to do about it. The output of
 * the program that failed comes before that, where there is any.
 */
export class Failure extends Error {
  constructor(sentence: string, { output = "", cause }: { output?: string; cause?: unknown } = {}) {
    super([output.trim(), sentence].filter(Boolean).join("\n\n"), { cause });
    this.name = "Failure";
  }
}
