import "server-only";

/**
 * Reads one thing at a time as many at once: what is asked for while a read is under way waits for the next, so that
 * there is never more than one, each key is in it once, and every answer is younger than its question.
 *
 * @param readAll leaves out what there is not
 */
export function inBatches<Key, Value>(
  readAll: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): (key: Key) => Promise<Value | undefined> {
  let next: { keys: Set<Key>; found: Promise<ReadonlyMap<Key, Value>> } | null = null;
  let present: Promise<unknown> = Promise.resolve();

  return async (key) => {
    if (!next) {
      const keys = new Set<Key>();
      const found = present.then(() => {
        next = null;
        return readAll([...keys]);
      });
      next = { keys, found };
      present = found.catch(() => undefined);
    }
    next.keys.add(key);
    return (await next.found).get(key);
  };
}
