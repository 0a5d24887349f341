import "server-only";

const last = new Map<string, Promise<void>>();

/** Does what this process wants done under one name one after the other, in the order in which it was asked for. */
export async function takingTurns<T>(name: string, work: () => Promise<T>): Promise<T> {
  const turn = (last.get(name) ?? Promise.resolve()).then(work);
  const ended = turn.then(
    () => undefined,
    () => undefined,
  );
  last.set(name, ended);
  try {
    return await turn;
  } finally {
    if (last.get(name) === ended) last.delete(name);
  }
}
