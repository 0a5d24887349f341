/** What is wrong with a key or its signature, in words that hold no secret. */
export class KeyProblem extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "KeyProblem";
  }
}

/**
 * Why a key can't be used, for operator and log. Of an error of a library it is the kind, and its code and status: in its
 * words it may repeat what it has read or sent.
 */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return "it can't be told why";
  if (error instanceof KeyProblem) return error.message;
  const code = "code" in error && error.code !== error.name && error.code;
  return [error.name, code, "status" in error && error.status].filter(Boolean).join(" ");
}
