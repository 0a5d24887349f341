/** Runs once when a server starts, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { guardServers } = await import("#lib/gate/server-gate.ts");
  guardServers();
  const { startBackground } = await import("#lib/sweep/background.ts");
  await startBackground();
  if (process.env.NODE_ENV !== "production") return;
  const { logConsole } = await import("#lib/base/telemetry/log-console.ts");
  const { getContext } = await import("#lib/base/context.ts");
  logConsole(getContext().log);
}
