import "server-only";

const MOMENT_MS = 1_000;

/**
 * Keeps what was read for a second, so that it costs the same however many ask. What fails is not kept.
 * @returns a reader: `owner` and `key` say of what, and `read` is called where nothing fresh is known
 */
export function forAMoment<T>(): (owner: object, key: string, read: () => Promise<T>) => Promise<T> {
  const known = new WeakMap<object, Map<string, { value: Promise<T>; until: number }>>();
  return (owner, key, read) => {
    const ofOwner = known.get(owner) ?? new Map<string, { value: Promise<T>; until: number }>();
    known.set(owner, ofOwner);
    const present = ofOwner.get(key);
    if (present && present.until > performance.now()) return present.value;
    forgetOld(ofOwner);
    const begun = { value: read(), until: Number.POSITIVE_INFINITY };
    ofOwner.set(key, begun);
    begun.value.then(
      () => (begun.until = performance.now() + MOMENT_MS),
      () => ofOwner.delete(key),
    );
    return begun.value;
  };
}

/** What is read may be of anything that strangers think of. */
function forgetOld(known: Map<string, { until: number }>): void {
  for (const [key, { until }] of known) if (until <= performance.now()) known.delete(key);
}
