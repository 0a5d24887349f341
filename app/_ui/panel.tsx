import type { ReactNode } from "react";

/** What is going on, as a heading and a sentence or two. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h1 className="text-3xl font-semibold tracking-[-0.03em] text-balance wrap-anywhere sm:text-4xl">
        {title}
      </h1>
      <div className="mt-3 max-w-[48ch] text-[1.0625rem] leading-relaxed wrap-anywhere text-muted">
        {children}
      </div>
    </section>
  );
}
