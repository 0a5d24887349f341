import { existsSync, readdirSync, readFileSync } from "node:fs";
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

test.each(documents)("%s names files that are there", (document) => {
  const named = readFileSync(document, "utf8").matchAll(
    /`((?:app|lib|contracts|e2e|scripts|docs)\/[^`\s<>*{}]*)`/g,
  );
  const missing = [...named].map(([, path = ""]) => path).filter((path) => !existsSync(path));
  expect(missing).toEqual([]);
});

test("the picture of the house has each of its rooms, and no other", () => {
  const [, picture = ""] = /```mermaid\n([^]*?)```/.exec(readFileSync("CONTRIBUTING.md", "utf8")) ?? [];
  const drawn = [...picture.matchAll(/(\w+)\["(\w+):/g)].map(([, room]) => room);
  const rooms = readdirSync("lib").filter((name) => !["local", "testing"].includes(name));
  expect(new Set(drawn)).toEqual(new Set([...rooms, "app", "scripts"]));
});
