import { Failure } from "#lib/local/failure.ts";
import { keepParts, type Keep } from "#lib/local/process.ts";

/**
 * Does a command's work, stops what it kept, and ends this process: with 0, or with 1 after a sentence on what failed
 * and what to do.
 *
 * @param interruptedCode what it ends with on Ctrl-C; 0 for a command that runs until then
 */
export async function runCommand(
  work: (keep: Keep) => Promise<void>,
  { interruptedCode = 130 } = {},
): Promise<never> {
  const parts = keepParts((error) => console.error(sentenceOf(error)));
  let stopping: Promise<void> | undefined;
  const end = async (code: number) => {
    await (stopping ??= parts.stop());
    process.exit(code);
  };
  let isInterrupted = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      isInterrupted = true;
      void end(interruptedCode);
    });
  try {
    await work(parts.keep);
    return await end(0);
  } catch (error) {
    // What an interruption breaks has not failed.
    if (isInterrupted) return end(interruptedCode);
    console.error(`\n${sentenceOf(error)}`);
    return end(1);
  }
}

/** Does a stage of a command and prints how long it took. @throws {Failure} that names the stage where nothing else does */
export async function stage<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    const result = await work();
    console.log(`  ${name.padEnd(28)} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${name} failed: ${sentenceOf(error)}`, { cause: error });
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
