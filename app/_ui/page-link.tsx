import Link from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to another page of ours. Every page is made when it is asked for, so to fetch it beforehand would spare nobody a
 * moment, and cost a request for each link that comes into view.
 */
export function PageLink(props: Omit<ComponentProps<typeof Link>, "prefetch">) {
  return <Link {...props} prefetch={false} />;
}
