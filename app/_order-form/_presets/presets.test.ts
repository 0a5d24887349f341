import { expect, test } from "vitest";
import { tokenForm } from "#lib/shared/token.ts";
import { presets } from "./presets.ts";

test.each(presets)("with a name and a symbol, $name is an order that is taken", ({ values }) => {
  const parsed = tokenForm.safeParse({ ...values, name: "Copper Penny", symbol: "PENNY", owner: "" });
  expect(parsed.error?.issues).toBeUndefined();
});
