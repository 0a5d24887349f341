/** What pages use of the Web Storage API. */
type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What is kept in this browser, for all its tabs and for later visits. */
export const browserKept: Kept = keptIn(() => localStorage);

/** What is kept in this tab, as long as that is open. */
export const tabKept: Kept = keptIn(() => sessionStorage);

/**
 * A browser may refuse to keep anything: it throws where site data are blocked, and where there is no room left. What it
 * does not take the page keeps by itself, as long as it is open. Nothing here throws.
 * @param open gives the browser's own storage, or throws as the browser does
 */
function keptIn(open: () => Storage): Kept {
  const refused = new Map<string, string>();
  const drop = (key: string) => {
    try {
      open().removeItem(key);
    } catch {
      // Then it holds nothing that could be read.
    }
  };
  return {
    getItem(key) {
      try {
        return refused.get(key) ?? open().getItem(key);
      } catch {
        return null;
      }
    },
    setItem(key, text) {
      try {
        open().setItem(key, text);
        refused.delete(key);
      } catch {
        refused.set(key, text);
        // What stood there before would be taken for the latest on the next visit.
        drop(key);
      }
    },
    removeItem(key) {
      refused.delete(key);
      drop(key);
    },
  };
}
