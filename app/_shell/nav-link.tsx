"use client";

import { PageLink } from "#app/_ui/page-link.tsx";
import { usePathname } from "next/navigation";
import { cn } from "#app/_ui/cn.ts";

export function NavLink({ href, children }: { href: string; children: string }) {
  const current = usePathname() === href;
  return (
    <PageLink
      href={href}
      aria-current={current ? "page" : undefined}
      className={cn(
        "flex min-h-11 items-center px-3 text-sm underline-offset-[6px] hover:text-ink",
        current ? "text-ink underline decoration-accent decoration-2" : "text-muted",
      )}
    >
      {children}
    </PageLink>
  );
}
