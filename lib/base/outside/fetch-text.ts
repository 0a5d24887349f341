import "server-only";

type Options = Omit<RequestInit, "signal"> & {
  timeoutMs: number;
  /** More than this is not read. */
  mostBytes: number;
  /** Ends it earlier. */
  signal?: AbortSignal | undefined;
};

export type Reply = { status: number; headers: Headers; text: string };

/**
 * Asks a server that is not ours, and waits for the whole of its answer, whatever that is: bounded in time and in size,
 * the latter as it is once it is decompressed.
 * @throws where there is no answer by then, or a longer one
 */
export async function fetchText(
  url: string | URL,
  { timeoutMs, mostBytes, signal, ...init }: Options,
): Promise<Reply> {
  const limit = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    ...init,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    cache: "no-store",
  });
  return {
    status: response.status,
    headers: response.headers,
    text: await readText(response, mostBytes),
  };
}

async function readText({ body }: Response, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new Error(`It is longer than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
