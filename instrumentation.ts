/** Runs once when a server starts, before its first request: it starts with a right environment or not at all. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { getContext } = await import("#lib/context.ts");
  getContext();
}
