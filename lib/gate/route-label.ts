/** What this server answers at, as it is counted; each in the words of Next.js' own folders. */
export const routes = [
  "/",
  "/contracts/[name]",
  "/how",
  "/status",
  "/tokens",
  "/tokens/recent",
  "/tokens/[address]",
  "/api/chains/[chainId]",
  "/api/contracts/[name]",
  "/api/cron/sweep",
  "/api/deploy",
  "/api/health",
  "/api/metrics",
  "/api/openapi.json",
  "/api/quote",
  "/api/status",
  "/api/tokens",
  "/api/tokens/[address]",
  "/api/tokens/[address]/events",
] as const;

const patterns = routes.map((route) => ({
  route,
  pattern: new RegExp(`^${route.replace(/\[\w+\]/g, "[^/]+").replaceAll(".", "\\.")}$`),
}));

const STATIC = "/_next/static";

/** The route of a path, one of a few whatever strangers ask for: files of the build are one, and all that is not there is. */
export function routeLabel(path: string): string {
  if (path.startsWith(`${STATIC}/`)) return STATIC;
  return patterns.find(({ pattern }) => pattern.test(path))?.route ?? "other";
}
