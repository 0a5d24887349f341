import "server-only";
import { getContext } from "./context.ts";
import { InvalidEnvironment } from "./env.ts";

/** Opens this process's context, or ends the process and says what is wrong with its environment. */
export function start(): void {
  try {
    getContext();
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    // Next.js would log this and go on listening.
    console.error(error.message);
    process.exit(1);
  }
}
