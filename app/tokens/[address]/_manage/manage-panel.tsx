import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { Accordion } from "radix-ui";
import { useState } from "react";
import { isAddressEqual } from "viem";
import { useConnection } from "#app/_wallet/connection.ts";
import type { Order } from "#lib/shared/order.ts";
import { ActForm } from "./act-form.tsx";
import { ActNews } from "./act-news.tsx";
import { actNames, offeredActs, type ActName, type View } from "./offered-acts.ts";
import { useAct } from "./use-act.ts";
import { useHolding, type TokenFacts } from "../_live/use-token-facts.ts";

/** What the connected wallet can do with the token, as its owner or as somebody who holds some of it. */
export function ManagePanel({ order, facts }: { order: Order; facts: TokenFacts }) {
  const { address: account } = useConnection();
  const holding = useHolding(order, account);
  if (!account || !holding) return null;
  return <Acts key={account} order={order} view={{ features: order.features, facts, account, holding }} />;
}

function Acts({ order, view }: { order: Order; view: View }) {
  const words = useTranslations("manage");
  const [open, setOpen] = useState<ActName | null>(null);
  const act = useAct(order, view.account);
  const offered = offeredActs(view);
  // What is open stays until it is closed, so that what came of it can be read.
  const shown = open && !offered.includes(open) ? [...offered, open] : offered;
  if (shown.length === 0 && act.name === null) return null;
  const news = <ActNews order={order} act={act} />;
  const isOwner = view.facts.owner !== null && isAddressEqual(view.facts.owner, view.account);
  return (
    <section
      aria-labelledby="manage"
      className="max-w-[34rem] border-t border-rule pt-6"
      data-testid="manage"
    >
      <h2 id="manage" className="text-xl font-semibold tracking-tight">
        {words("heading")}
      </h2>
      <p className="mt-1 max-w-[48ch] text-sm leading-relaxed text-muted">
        {words(isOwner ? "asOwner" : "asHolder")}
      </p>
      {/* Closed or not offered any more, an act leaves behind what came of it, until the next one. */}
      {act.name !== open && <div className="mt-4">{news}</div>}
      <Accordion.Root
        type="single"
        collapsible
        value={open ?? ""}
        onValueChange={(value) => setOpen(actNames.find((name) => name === value) ?? null)}
        className="mt-4"
      >
        {shown.map((name) => (
          <Accordion.Item key={name} value={name} className="border-t border-rule last:border-b">
            <Accordion.Header asChild>
              <h3>
                <Accordion.Trigger className="group flex min-h-12 w-full items-center justify-between gap-4 text-left font-medium hover:text-accent">
                  {words(`${name}.title`)}
                  <ChevronDown
                    size={16}
                    className="shrink-0 text-muted group-data-[state=open]:rotate-180"
                    aria-hidden
                  />
                </Accordion.Trigger>
              </h3>
            </Accordion.Header>
            <Accordion.Content className="pb-6">
              <ActForm name={name} order={order} view={view} act={act} isOffered={offered.includes(name)} />
              {act.name === name && <div className="mt-4">{news}</div>}
            </Accordion.Content>
          </Accordion.Item>
        ))}
      </Accordion.Root>
    </section>
  );
}
