import "server-only";

export type Seats = {
  /** @returns what is to be called once, when the stream has ended; or for whom there are too many */
  take: (client: string) => (() => void) | "client" | "all";
  count: () => number;
};

/** Bounds how many streams are open at once: in all, and for one client. */
export function openSeats(most: { inAll: number; perClient: number }): Seats {
  const taken = new Map<string, number>();
  let count = 0;
  return {
    take: (client) => {
      const theirs = taken.get(client) ?? 0;
      if (theirs >= most.perClient) return "client";
      if (count >= most.inAll) return "all";
      count += 1;
      taken.set(client, theirs + 1);
      return () => {
        count -= 1;
        const left = (taken.get(client) ?? 1) - 1;
        if (left > 0) taken.set(client, left);
        else taken.delete(client);
      };
    },
    count: () => count,
  };
}
