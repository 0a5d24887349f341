import type { MetadataRoute } from "next";
import { headers } from "next/headers";
import { getContext } from "#lib/base/context.ts";
import { originOf } from "#lib/gate/client.ts";

/** Pages may be found; answers of the API are of no use to whoever searches. */
export default async function robots(): Promise<MetadataRoute.Robots> {
  const received = await headers();
  const origin = originOf(getContext(), { headers: received });
  return {
    rules: { userAgent: "*", allow: "/", disallow: "/api/" },
    ...(origin && { sitemap: new URL("/sitemap.xml", origin).href }),
  };
}
