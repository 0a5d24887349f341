import type { Messages } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { MoreWords } from "./more-words.tsx";

/** Sends a page's browser the parts of the catalogue that its components ask for, and no others. */
export async function Words({
  of: parts,
  children,
}: {
  of: readonly (keyof Messages)[];
  children: ReactNode;
}) {
  const messages = await getMessages();
  return (
    <MoreWords messages={Object.fromEntries(parts.map((part) => [part, messages[part]]))}>
      {children}
    </MoreWords>
  );
}
