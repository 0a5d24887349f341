import { useId, type ReactNode } from "react";

/** One of the lists on the page, and what it holds. */
export function ListSection({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-10">
      <h2 id={id} className="text-xl font-semibold tracking-tight">
        {title}
      </h2>
      <p className="mt-1 mb-5 text-muted">{hint}</p>
      {children}
    </section>
  );
}
