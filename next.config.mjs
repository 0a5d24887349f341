import createNextIntlPlugin from "next-intl/plugin";

const withWords = createNextIntlPlugin({
  requestConfig: "./app/_words/request.ts",
  experimental: {
    // From which the compiler knows each key, and what its message needs to be said.
    createMessagesDeclaration: "./app/_words/en.json",
    // Browsers get messages that are parsed already, and no parser.
    messages: {
      path: "./app/_words",
      format: "json",
      locales: "infer",
      sourceLocale: "en",
      precompile: true,
    },
  },
});

/** @type {import("next").NextConfig} */
const config = {
  // A folder of all that a server needs, in the same place whatever lies around the project.
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  // No page has an image that would have to be made smaller, so nobody may ask for that.
  images: { unoptimized: true },
  outputFileTracingExcludes: { "*": ["node_modules/sharp/**", "node_modules/@img/**"] },
  // What pictures of receipts are written in; no module imports it.
  outputFileTracingIncludes: {
    "/tokens/*/opengraph-image": [
      "node_modules/@fontsource/geist-mono/files/*-{400,700}-normal.woff",
      "node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-[0-9]*-{400,700}-normal.woff",
      "node_modules/@twemoji/svg/*.svg",
    ],
  },
  poweredByHeader: false,
  // Bundled, each route would have copies of their error classes, and `instanceof` would not know another's. drizzle-orm is
  // bundled all the same: Node.js reads its large package.json again for each of its files, a second at every start.
  serverExternalPackages: [
    "viem",
    "pg",
    "postgres",
    "pino",
    "prom-client",
    "bullmq",
    "ioredis",
    "ox",
    "@aws-sdk/client-kms",
    "google-auth-library",
  ],
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
      // What a page's worker loads goes by the policy of the worker's own file.
      source: "/_next/static/:path*",
      headers: [
        {
          key: "Content-Security-Policy",
          value:
            "default-src 'none'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        },
      ],
    },
    {
      source: "/api/:path*",
      headers: [
        {
          key: "Content-Security-Policy",
          value: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        },
      ],
    },
  ],
};

export default withWords(config);
