import "server-only";

/** Past so many heartbeats that nobody has taken, there is nobody. */
const MOST_MISSED = 3;

export type EventStream = {
  body: ReadableStream<Uint8Array>;
  /** Says something; what was said before and is not taken yet is forgotten, so that a slow client costs nothing. */
  send: (text: string) => void;
  end: () => void;
};

type Options = {
  signal: AbortSignal;
  heartbeat: string;
  heartbeatMs: number;
  /** After which it ends by itself. */
  mostMs: number;
  /** Called once, however it ends. */
  onEnd: () => void;
};

/**
 * The body of an answer of server-sent events. It ends when the client goes: by the request's signal, by the stream
 * being cancelled, or, where whoever stands in between swallows both, because nobody takes its heartbeats.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function openEventStream({ signal, heartbeat, heartbeatMs, mostMs, onEnd }: Options): EventStream {
  const encoder = new TextEncoder();
  let isWanted = false;
  let unsent: string | null = null;
  let missed = 0;
  let isEnded = false;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (own) => {
        controller = own;
      },
      pull: () => {
        isWanted = true;
        missed = 0;
        flush();
      },
      cancel: () => end(),
    },
    // Nothing is queued: what is handed over is what is newest when it is asked for.
    { highWaterMark: 0 },
  );
  const beating = setInterval(beat, heartbeatMs).unref();
  const ending = setTimeout(end, mostMs).unref();
  signal.addEventListener("abort", end);
  if (signal.aborted) end();

  function flush(): void {
    if (!isWanted || unsent === null) return;
    const text = unsent;
    isWanted = false;
    unsent = null;
    controller?.enqueue(encoder.encode(text));
  }

  function beat(): void {
    if (isWanted) {
      unsent ??= heartbeat;
      return flush();
    }
    missed += 1;
    if (missed >= MOST_MISSED) end();
  }

  function end(): void {
    if (isEnded) return;
    isEnded = true;
    clearInterval(beating);
    clearTimeout(ending);
    signal.removeEventListener("abort", end);
    onEnd();
    try {
      controller?.close();
    } catch {
      // It was cancelled.
    }
  }

  return {
    body,
    send: (text) => {
      if (isEnded) return;
      unsent = text;
      flush();
    },
    end,
  };
}
