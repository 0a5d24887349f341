import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { generatePrivateKey } from "viem/accounts";
import { z } from "zod";
import { serverFile } from "#lib/local/build.ts";
import { verdictOn } from "../../scripts/support/audit.ts";
import { sectionOf } from "../../scripts/support/changelog.ts";
import { runProgram } from "../support/run-program.ts";

/** What comes from others, and what goes out with a release. */

const high = { severity: "high", range: "<1.2.3" };

test.each([
  ["nothing is known", { vulnerabilities: {} }, { isAnswered: true, vulnerable: [] }],
  [
    "something grave is known",
    { vulnerabilities: { one: high, two: { ...high, severity: "moderate" } } },
    { isAnswered: true, vulnerable: ["one <1.2.3"] },
  ],
  ["the registry refuses", { message: "405 Method Not Allowed" }, { isAnswered: false, vulnerable: [] }],
  ["npm says nothing that can be read", "not JSON", { isAnswered: false, vulnerable: [] }],
])("an audit where %s", (_, said, verdict) => {
  expect(verdictOn(typeof said === "string" ? said : JSON.stringify(said))).toEqual(verdict);
});

test("a version's section of the changelog is its own, and one that is not there is none", () => {
  const changelog =
    "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-02-01\n\n### Added\n\n- A.\n\n## [1.0.0]\n\n- B.\n";
  expect(sectionOf(changelog, "1.1.0")).toBe("### Added\n\n- A.");
  expect(sectionOf(changelog, "1.0.0")).toBe("- B.");
  for (const version of ["Unreleased", "1.1", "2.0.0"]) expect(sectionOf(changelog, version)).toBeNull();
});

test("the key of a deployer that somebody commits is found, and is not repeated", async () => {
  const folder = mkdtempSync(join(tmpdir(), "coinwright-secrets-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const key = generatePrivateKey();
  const file = join(folder, "notes.md");
  writeFileSync(file, `DEPLOYER_PRIVATE_KEY=${key}\n`);
  const { code, stdout } = await runProgram(["node", "node_modules/secretlint/bin/secretlint.js", file]);
  expect([code, stdout]).toEqual([1, expect.stringContaining("secp256k1 private key")]);
  expect(stdout).not.toContain(key.slice(2));
});

test("the list of what is in it names every package that a server runs with", async () => {
  const { code, stdout } = await runProgram(["npm", "run", "--silent", "sbom"]);
  expect(code).toBe(0);
  const { components } = z.object({ components: z.array(component) }).parse(JSON.parse(stdout));
  const listed = namesIn({ components });
  const missing = packagesIn(join(dirname(serverFile), "node_modules")).filter((name) => !listed.has(name));
  // Only what debug takes where it is there, as it is with the tools that tests run on.
  expect(missing.filter((name) => !/^(supports-color|has-flag)@/.test(name))).toEqual([]);
  expect(listed.size).toBeGreaterThan(50);
});

type Component = { group?: string; name?: string; version?: string; components?: Component[] };
const component: z.ZodType<Component> = z.object({
  group: z.string().optional(),
  name: z.string().optional(),
  version: z.string().optional(),
  get components() {
    return z.array(component).optional();
  },
});

function namesIn({ group, name, version, components = [] }: Component): Set<string> {
  const own = `${group ? `${group}/` : ""}${name}@${version}`;
  return new Set([own, ...components.flatMap((each) => [...namesIn(each)])]);
}

/** Every package below a folder of packages, with its version. */
function packagesIn(folder: string): string[] {
  const installed = z.object({ name: z.string(), version: z.string() });
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|node_modules\/)(@[^/]+\/)?[^/]+\/package\.json$/.test(path))
    .flatMap((path) => {
      const { success, data } = installed.safeParse(JSON.parse(readFileSync(join(folder, path), "utf8")));
      return success ? [`${data.name}@${data.version}`] : [];
    });
}
