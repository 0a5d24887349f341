/**
 * Does each work once, then each again, `times` over, so that whatever else the machine does meets all of them alike.
 * The one that begins a round ends the next.
 *
 * @returns under the same names what each of them gave, in order
 */
export async function inTurn<Name extends string, T>(
  times: number,
  works: Readonly<Record<Name, (round: number) => Promise<T>>>,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(works).filter((name): name is Name => name in works);
  const results = new Map<Name, T[]>(names.map((name) => [name, []]));
  for (let round = 0; round < times; round++)
    for (const name of round % 2 === 0 ? names : names.toReversed())
      results.get(name)?.push(await works[name](round));
  return Object.assign({}, ...[...results].map(([name, all]) => ({ [name]: all })));
}

/** How long a work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
