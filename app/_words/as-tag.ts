import type { ReactNode } from "react";

/** Has a message place an element: what stands as `<end></end>` in it. */
export function asTag(element: ReactNode): () => ReactNode {
  return () => element;
}
