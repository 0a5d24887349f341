import type { Metadata } from "next";
import { ListSection } from "./_list/list-section.tsx";
import { TokenList } from "./_list/token-list.tsx";
import { UnpaidOrders } from "./_list/unpaid-orders.tsx";

export const metadata: Metadata = { title: "Your tokens" };

export default function TokensPage() {
  return (
    <div className="mx-auto max-w-2xl py-10 sm:py-14">
      <h1 className="text-4xl font-semibold tracking-[-0.035em]">Your tokens</h1>
      <UnpaidOrders />
      <ListSection title="Bought" hint="Everything the connected wallet has bought here, newest first.">
        <TokenList />
      </ListSection>
    </div>
  );
}
