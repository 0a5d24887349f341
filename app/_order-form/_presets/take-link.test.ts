import { afterEach, beforeEach, expect, test } from "vitest";
import { beginDraft, currentDraft, discardDraft, emptyForm, newSalt } from "#app/_order-form/_draft/draft.ts";
import { takeLink } from "./take-link.ts";

const draft = { salt: newSalt(), chainId: 31337, values: { ...emptyForm, name: "Half Done" } };
const nothing = { values: {}, chainId: null, ignored: [] };

beforeEach(() => beginDraft(draft));
afterEach(discardDraft);

test("what a link fills in takes the place of what was there, which can be put back", () => {
  const news = takeLink({ ...nothing, values: { name: "Gift" }, chainId: 1 });
  expect(news).toEqual({ isFilled: true, ignored: [], owner: "", before: draft });
  expect(currentDraft()).toMatchObject({ chainId: 1, values: { ...emptyForm, name: "Gift" } });
});

test("a link that names a network alone changes that, and nothing else", () => {
  expect(takeLink({ ...nothing, chainId: 1 })).toMatchObject({ isFilled: true, before: null });
  expect(currentDraft()).toMatchObject({ chainId: 1, values: draft.values });
});

test.each([null, 31337])("a link that names nothing new (%s) changes nothing", (chainId) => {
  expect(takeLink({ ...nothing, chainId, ignored: ["cap"] })).toMatchObject({
    isFilled: false,
    ignored: ["cap"],
  });
  expect(currentDraft()).toEqual(draft);
});
