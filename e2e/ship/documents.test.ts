import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

/** Documents that name tests, files and each other name what is there. */

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...["decisions", "deploy", "guarantees", "scaling", "security"].map((name) => `docs/${name}.md`),
];

/** Tests as documents name them: a file, and what the test is called there. */
function testsIn(markdown: string): [file: string, name: string][] {
  const named = /`([\w./[\]-]+\.(?:test\.ts|spec\.ts|t\.sol))`:\s+"([^"]+)"/g;
  return [...markdown.matchAll(named)].map(([, file = "", name = ""]) => [file, name.replace(/\s+/g, " ")]);
}

describe.each(["docs/security.md", "docs/decisions.md"])("%s", (document) => {
  const text = readFileSync(document, "utf8");

  test.each(testsIn(text))("%s: %s", (file, name) => {
    const isContract = file.endsWith(".sol");
    const title = isContract ? `function ${name}(` : name;
    expect(readFileSync(file, "utf8")).toContain(title);
  });

  test("no row, and no decision, is without its test", () => {
    const rows = [...text.matchAll(/^\| (?!who wants|what happens|---|-)(.*)$/gm)].map(([row]) => row);
    const decisions = text
      .split(/^## /m)
      .slice(1)
      .filter((section) => section.startsWith("Why"));
    for (const claim of [...rows, ...decisions])
      expect([claim, testsIn(claim).length > 0]).toEqual([claim, true]);
    expect(rows.length + decisions.length).toBeGreaterThan(10);
  });
});

test.each(documents)("%s leads to files that are there", (document) => {
  const links = [...readFileSync(document, "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)];
  for (const [, link = ""] of links) {
    const target = join(document, "..", link);
    expect([target, existsSync(target)]).toEqual([target, true]);
  }
});
