import { findProgram } from "#lib/local/distribution/find-program.ts";

/** Whether programs that tests need are installed; says so where one is not, since its tests are left out then. */
export function isThere(...programs: string[]): boolean {
  const missing = programs.filter((program) => !findProgram(program));
  if (missing.length > 0)
    console.warn(`Tests that need ${missing.join(" and ")} are left out: not installed here.`);
  return missing.length === 0;
}
