import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { browserKept } from "./kept.ts";

/** A browser's storage that has room for so many characters. */
function storageFor(room: number) {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem(key: string, text: string) {
      if (text.length > room) throw new DOMException("No room", "QuotaExceededError");
      items.set(key, text);
    },
    removeItem: (key: string) => void items.delete(key),
  };
}

beforeEach(() => browserKept.removeItem("key"));
afterEach(() => vi.unstubAllGlobals());

test("what the browser takes is the browser's", () => {
  const storage = storageFor(10);
  vi.stubGlobal("localStorage", storage);
  browserKept.setItem("key", "short");
  expect(storage.getItem("key")).toBe("short");
  expect(browserKept.getItem("key")).toBe("short");
  browserKept.removeItem("key");
  expect(browserKept.getItem("key")).toBeNull();
});

test("what it has no room for is kept all the same, and what is out of date is not left behind", () => {
  const storage = storageFor(10);
  vi.stubGlobal("localStorage", storage);
  browserKept.setItem("key", "old");
  browserKept.setItem("key", "longer than there is room");
  expect(browserKept.getItem("key")).toBe("longer than there is room");
  expect(storage.getItem("key")).toBeNull();
  browserKept.setItem("key", "new");
  expect(browserKept.getItem("key")).toBe("new");
  expect(storage.getItem("key")).toBe("new");
});

test("a browser that refuses even to be asked loses nothing as long as the page is open", () => {
  vi.stubGlobal("localStorage", undefined);
  expect(browserKept.getItem("key")).toBeNull();
  browserKept.setItem("key", "text");
  expect(browserKept.getItem("key")).toBe("text");
  browserKept.removeItem("key");
  expect(browserKept.getItem("key")).toBeNull();
});
