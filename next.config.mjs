/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // Bundled, each route would have copies of their error classes, and `instanceof` would not know another's.
  serverExternalPackages: ["viem", "pg", "postgres", "drizzle-orm", "pino"],
  // What pages may load is said by `proxy.ts`, with a nonce for each answer; what else is here may load nothing.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
        {
          key: "Permissions-Policy",
          value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        },
      ],
    },
    {
      source: "/(api|_next/static)/:path*",
      headers: [
        {
          key: "Content-Security-Policy",
          value: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        },
      ],
    },
  ],
};
