import type { MetadataRoute } from "next";
import { headers } from "next/headers";
import { getContext } from "#lib/base/context.ts";
import { originOf } from "#lib/gate/client.ts";

/** What is the same for everybody. An order's page belongs to whoever has its address. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const received = await headers();
  const origin = originOf(getContext(), { headers: received });
  return origin ? ["/", "/how", "/tokens/recent"].map((path) => ({ url: new URL(path, origin).href })) : [];
}
