import { globSync, readFileSync } from "node:fs";
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { expect, test } from "vitest";
import en from "./en.json" with { type: "json" };
import { locales, type Locale } from "./locales.ts";
import zhCN from "./zh-CN.json" with { type: "json" };

/** The same keys with words of any language. */
type Translated<Words> = {
  [Key in keyof Words]: Words[Key] extends string ? string : Translated<Words[Key]>;
};

const catalogues: Record<Locale, Translated<typeof en>> = { en, "zh-CN": zhCN };

type Branch = { [key: string]: string | Branch };

/** Each message by its whole key. */
function messagesOf(branch: Branch, path: readonly string[] = []): [key: string, message: string][] {
  return Object.entries(branch).flatMap(([name, value]) =>
    typeof value === "string" ? [[[...path, name].join("."), value]] : messagesOf(value, [...path, name]),
  );
}

/** What a message asks for, by name and kind: `price:argument`, and of a choice all that it knows. */
function argumentsOf(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.tag:
        return [`${element.value}:tag`, ...argumentsOf(element.children)];
      case TYPE.plural:
        return [`${element.value}:plural`, ...optionsOf(element)];
      case TYPE.select:
        return [
          `${element.value}:${Object.keys(element.options).toSorted().join("|")}`,
          ...optionsOf(element),
        ];
      case TYPE.argument:
      case TYPE.number:
      case TYPE.date:
      case TYPE.time:
        return [`${element.value}:${TYPE[element.type]}`];
      default:
        throw new Error(`unknown element ${JSON.stringify(element satisfies never)}`);
    }
  });
}

function optionsOf({ options }: { options: Record<string, { value: MessageFormatElement[] }> }): string[] {
  return Object.values(options).flatMap(({ value }) => argumentsOf(value));
}

function askedFor(catalogue: Branch): Record<string, string[]> {
  return Object.fromEntries(
    messagesOf(catalogue).map(([key, message]) => [
      key,
      [...new Set(argumentsOf(parse(message)))].toSorted(),
    ]),
  );
}

test("every catalogue has the same messages, and each asks for the same", () => {
  for (const locale of locales) expect(askedFor(catalogues[locale])).toEqual(askedFor(en));
});

test("no message is empty", () => {
  for (const locale of locales)
    expect(messagesOf(catalogues[locale]).filter(([, message]) => message.trim() === "")).toEqual([]);
});

test("every message is said somewhere", () => {
  const code = globSync("app/**/*.{ts,tsx}", { exclude: (path) => path.endsWith(".d.json.ts") })
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  const literals = new Set([...code.matchAll(/"([\w.-]+)"/g)].map(([, text]) => text));
  const patterns = [...code.matchAll(/`([\w.-]*(?:\$\{[^}]+\}[\w.-]*)+)`/g)].map(
    ([, text = ""]) => new RegExp(`^${text.replaceAll(".", "\\.").replaceAll(/\$\{[^}]+\}/g, "[\\w-]+")}$`),
  );
  const isSaid = (key: string) => literals.has(key) || patterns.some((pattern) => pattern.test(key));
  const isUsed = (key: string) => {
    const names = key.split(".");
    return names.some((_, index) => {
      const [parts, rest] = [names.slice(0, index).join("."), names.slice(index).join(".")];
      return (parts === "" || literals.has(parts)) && isSaid(rest);
    });
  };
  expect(messagesOf(en).flatMap(([key]) => (isUsed(key) ? [] : [key]))).toEqual([]);
});

test("there are words for every code that the API refuses with", () => {
  const code = globSync("lib/base/errors/*.ts")
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  const codes = [...code.matchAll(/readonly code = "(\w+)"/g)].map(([, name]) => name);
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((name) => !Object.keys(en.errors).includes(String(name)))).toEqual([]);
});
