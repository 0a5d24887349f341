import "server-only";
import { getContext } from "./context.ts";
import { InvalidEnvironment } from "./env.ts";
import { serializeError } from "./log.ts";

/** Opens this process's context, or ends the process and says what is wrong with its environment. */
export function start(): void {
  try {
    getContext();
  } catch (error) {
    // Next.js would log this and go on listening.
    console.error(error instanceof InvalidEnvironment ? error.message : serializeError(error));
    process.exit(1);
  }
}
