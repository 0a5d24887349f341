/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // Bundled, each route would have copies of their error classes, and `instanceof` would not know another's.
  serverExternalPackages: ["viem", "pg", "drizzle-orm", "pino"],
  // A receipt must never be shown inside somebody else's page, next to a wallet prompt.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        {
          key: "Content-Security-Policy",
          value: "frame-ancestors 'none'; base-uri 'self'; object-src 'none'",
        },
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
      ],
    },
  ],
};
