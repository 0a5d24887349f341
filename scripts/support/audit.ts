import { once } from "node:events";
import { z } from "zod";
import { Failure } from "#lib/local/failure.ts";
import { outputOf, root, spawnProgram } from "#lib/local/process.ts";

const FETCH_TIMEOUT_MS = 15_000;

/** What `npm audit --json` says of what it found; where no registry answered it says something else. */
const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.enum(["info", "low", "moderate", "high", "critical"]), range: z.string() }),
  ),
});

/**
 * Asks the registry for what is known of the packages that run in production, and prints it where no registry answers.
 * @throws {Failure} if one of them has a vulnerability that is high or critical
 */
export async function auditPackages(): Promise<void> {
  const bounds = ["--fetch-retries=0", `--fetch-timeout=${FETCH_TIMEOUT_MS}`];
  const child = spawnProgram("npm", ["audit", "--omit=dev", "--json", "--loglevel=silent", ...bounds], {
    cwd: root,
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const output = outputOf(child);
  await once(child, "close");
  const verdict = verdictOn(output());
  if (verdict.vulnerable.length > 0)
    throw new Failure(
      `Packages that run in production are vulnerable: ${verdict.vulnerable.join(", ")}. See npm audit --omit=dev.`,
    );
  if (!verdict.isAnswered)
    console.log("  No registry answers npm audit here: nothing was asked about vulnerable packages.");
}

/** @returns the packages, with their versions, that are vulnerable to what is high or critical */
export function verdictOn(json: string): { isAnswered: boolean; vulnerable: string[] } {
  const answered = report.safeParse(parsed(json));
  if (!answered.success) return { isAnswered: false, vulnerable: [] };
  const grave = Object.entries(answered.data.vulnerabilities).filter(
    ([, { severity }]) => severity === "high" || severity === "critical",
  );
  return { isAnswered: true, vulnerable: grave.map(([name, { range }]) => `${name} ${range}`) };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
