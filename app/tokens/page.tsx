import type { Metadata } from "next";
import { TokenList } from "./_list/token-list.tsx";

export const metadata: Metadata = { title: "Your tokens" };

export default function TokensPage() {
  return (
    <div className="mx-auto max-w-2xl py-10 sm:py-14">
      <h1 className="text-4xl font-semibold tracking-[-0.035em]">Your tokens</h1>
      <p className="mt-3 mb-10 text-lg text-muted">
        Everything the connected wallet has ordered here, newest first.
      </p>
      <TokenList />
    </div>
  );
}
