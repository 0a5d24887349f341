import type { Metadata } from "next";
import { NewOrder } from "#app/_order-form/new-order.tsx";
import { Words } from "#app/_words/words.tsx";

export const metadata: Metadata = { alternates: { canonical: "/" } };

const parts = [
  ...(["form", "issues", "receipt", "features", "arguments", "alphabets", "fields"] as const),
  ...(["addressChoice", "trust", "presets", "formLink", "source", "tokenNotes", "owner"] as const),
];

export default function Page() {
  return (
    <Words of={parts}>
      <NewOrder />
    </Words>
  );
}
