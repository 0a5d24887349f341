import "server-only";
import postgres from "postgres";

/** Where the database's triggers say which order has changed. */
export const CHANNEL = "coinwright_orders";

const CONNECT_TIMEOUT_SECONDS = 5;

type Listener = {
  url: string;
  onPayload: (payload: string) => void;
  /** Called each time that it has begun to listen: what was said before is lost. */
  onListening: () => void;
};

/** Listens on one connection, which is made again whenever it is lost, until it is ended. */
export function listen({ url, onPayload, onListening }: Listener): { end: () => void } {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    connection: { application_name: "coinwright-listen" },
    backoff: () => 1,
    onnotice: () => undefined,
  });
  // Where it can't be had the library goes on trying, and meanwhile nothing is heard.
  sql.listen(CHANNEL, onPayload, onListening).catch(() => undefined);
  return { end: () => void sql.end({ timeout: 0 }).catch(() => undefined) };
}
