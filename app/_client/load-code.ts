import { unreachable } from "./http-client.ts";

/** What a page loads only once somebody has a use for it. @throws {HttpError} where it can't be loaded */
export async function loadCode<Code>(code: Promise<Code>): Promise<Code> {
  try {
    return await code;
  } catch (error) {
    throw unreachable(error);
  }
}
