/** How many pictures are kept, of some 50 kB each. */
const MOST_KEPT = 100;
/** Drawing takes a part of a second of a processor that all who are served share, and is free to ask for. */
const MOST_A_MINUTE = 20;
const MINUTE_MS = 60_000;

type Picture = { png: ArrayBuffer; headers: Headers };

/**
 * Keeps the pictures that were drawn last, and lets so many new ones be drawn a minute. Whoever asks for more is told to
 * come again in a minute.
 */
export function keepPictures() {
  const kept = new Map<string, Promise<Picture>>();
  let drawnAt: number[] = [];

  /** @param key of what the picture shows: another one where that has changed */
  return async (key: string, draw: () => Promise<Response>): Promise<Response> => {
    const present = kept.get(key);
    if (present) return toResponse(await present);
    drawnAt = drawnAt.filter((at) => Date.now() - at < MINUTE_MS);
    if (drawnAt.length >= MOST_A_MINUTE)
      return new Response(null, { status: 503, headers: { "Retry-After": "60" } });
    drawnAt.push(Date.now());
    const drawn = draw().then(toPicture);
    kept.set(key, drawn);
    drawn.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return toResponse(await drawn);
  };
}

async function toPicture(response: Response): Promise<Picture> {
  return { png: await response.arrayBuffer(), headers: response.headers };
}

function toResponse({ png, headers }: Picture): Response {
  return new Response(png, { headers });
}
