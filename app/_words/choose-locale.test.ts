import { expect, test } from "vitest";
import { chooseLocale } from "./choose-locale.ts";

test.each([
  [undefined, null, "en"],
  [undefined, "", "en"],
  [undefined, "*", "en"],
  [undefined, "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"],
  [undefined, "zh", "zh-CN"],
  [undefined, "zh-Hant-TW", "zh-CN"],
  [undefined, "de-DE, zh-CN;q=0.5", "zh-CN"],
  [undefined, "en-GB,zh-CN;q=0.5", "en"],
  [undefined, "en;q=0.2, zh-CN;q=0.9", "zh-CN"],
  [undefined, "fr", "en"],
  [undefined, "not a language; ;;,=", "en"],
  ["en", "zh-CN", "en"],
  ["zh-CN", "en-GB", "zh-CN"],
  ["xx", "zh-CN", "zh-CN"],
  ["__proto__", "zh-CN", "zh-CN"],
])("chosen %j, and a browser that reads %j: %s", (chosen, accepted, locale) => {
  expect(chooseLocale(chosen, accepted)).toBe(locale);
});

test("of a header that is longer than any browser's only the beginning is read", () => {
  expect(chooseLocale(undefined, `${"aa,".repeat(100)}zh`)).toBe("zh-CN");
  expect(chooseLocale(undefined, `${"aa,".repeat(1_000)}zh`)).toBe("en");
});
