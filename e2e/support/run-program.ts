import { execFile } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { root } from "#lib/local/process.ts";

export type Ended = { code: unknown; stdout: string; stderr: string };

const TIMEOUT_MS = 50_000;

/** Runs a program in the project's folder to its end, on the Node that runs the tests. */
export function runProgram(
  [program = "", ...args]: string[],
  given: Record<string, string> = {},
  timeoutMs = TIMEOUT_MS,
): Promise<Ended> {
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}`,
    // Nothing may be installed under the tests that run.
    COINWRIGHT_INSTALLED: "1",
    ...given,
  };
  return new Promise((resolve) => {
    execFile(program, args, { cwd: root, env, timeout: timeoutMs }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

/** Runs one of `scripts/` as it is, without npm. */
export function runScript(
  name: string,
  args: string[],
  given: Record<string, string> = {},
  timeoutMs = TIMEOUT_MS,
): Promise<Ended> {
  return runProgram(["node", "--conditions=react-server", `scripts/${name}`, ...args], given, timeoutMs);
}
