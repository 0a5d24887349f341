"use client";

import dynamic from "next/dynamic";

// Each order's page comes with what is shown where there is no order. The code of that comes only then.
const PlaceAgain = dynamic(async () => (await import("./place-again.tsx")).PlaceAgain);
const HandInReceipt = dynamic(async () => (await import("./hand-in-receipt.tsx")).HandInReceipt);

/** The ways on for whom the server has no such order. */
export function MissingOrder() {
  return (
    <>
      <PlaceAgain />
      <HandInReceipt />
    </>
  );
}
