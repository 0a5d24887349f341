import { spawnSync } from "node:child_process";
import { findProgram } from "#lib/local/distribution/find-program.ts";

const TIMEOUT_MS = 300_000;

/**
 * Installs a program of the distribution where it is missing and apt-get may be used. Where it can't be had, that is
 * printed, and the tests that need it say that they are left out.
 */
export function ensureProgram(command: string, aptPackage: string): void {
  if (findProgram(command) || installPackage(aptPackage, () => findProgram(command) !== undefined)) return;
  console.log(
    `  There is no ${command} here. Tests that need it are left out; the package is ${aptPackage}.`,
  );
}

/** Installs a package by apt-get, where that is there and may be used. @returns whether it is there afterwards */
export function installPackage(aptPackage: string, isThere: () => boolean): boolean {
  run("apt-get", ["update"]);
  run("apt-get", ["install", "--yes", "--no-install-recommends", aptPackage]);
  // The distribution starts what it installs as a service; tests start their own.
  if (isThere()) run("service", [aptPackage, "stop"]);
  return isThere();
}

function run(command: string, args: string[]): void {
  spawnSync(command, args, {
    stdio: "ignore",
    timeout: TIMEOUT_MS,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
