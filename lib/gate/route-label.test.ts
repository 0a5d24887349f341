import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { routeLabel, routes } from "./route-label.ts";

test.each([
  ["/", "/"],
  ["/tokens/recent", "/tokens/recent"],
  ["/tokens/0x1", "/tokens/[address]"],
  ["/api/tokens/0x1/events", "/api/tokens/[address]/events"],
  ["/_next/static/chunks/a.js", "/_next/static"],
  ["/api/nothing/0x1", "other"],
  ["/tokens/0x1/nothing", "other"],
])("%s is counted as %s", (path, label) => {
  expect(routeLabel(path)).toBe(label);
});

test("every page and every route of the API is counted by itself", () => {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  const served = files.flatMap((file) => {
    const [, folder] = /^(?:(.*)\/)?(?:page\.tsx|route\.ts)$/.exec(file) ?? [undefined, null];
    return folder === null || folder?.includes("[[") ? [] : `/${folder ?? ""}`;
  });
  expect(served.toSorted()).toEqual([...routes].toSorted());
});
