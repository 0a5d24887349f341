import type { Metadata } from "next";
import { MissingPage } from "#app/_receipt/missing-page.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <MissingPage
      title="Nothing is printed here"
      text="This page does not exist. It may have been moved, or the link is not complete."
    />
  );
}
