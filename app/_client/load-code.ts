import { unreachable } from "./http-client.ts";
import { nextTask } from "./next-task.ts";

/** What a page loads only once somebody has a use for it. @throws {HttpError} where it can't be loaded */
export async function loadCode<Code>(code: Promise<Code>): Promise<Code> {
  try {
    return await code;
  } catch (error) {
    throw unreachable(error);
  }
}

/** The same for what a page loads as soon as it is there: to ask for it, to run it and to use it are a task each. */
export async function loadCodeInSteps<Code>(load: () => Promise<Code>): Promise<Code> {
  await nextTask();
  const code = await loadCode(load());
  await nextTask();
  return code;
}
