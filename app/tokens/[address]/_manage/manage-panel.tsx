import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { Accordion } from "radix-ui";
import { useState, type ReactNode } from "react";
import { isAddressEqual, type Address } from "viem";
import { useConnection } from "#app/_wallet/connection.ts";
import type { Order } from "#lib/shared/order.ts";
import { ActForm } from "./act-form.tsx";
import { ActNews } from "./act-news.tsx";
import { actNames, offeredActs, type ActName, type View } from "./offered-acts.ts";
import { useAct } from "./use-act.ts";
import { useHolding, type TokenFacts } from "../_live/use-token-facts.ts";

type Open = { name: ActName; account: Address };

/**
 * What the connected wallet can do with the token, as its owner or as somebody who holds some of it. What comes of an act
 * is told to whoever it was, whichever account the wallet is at by then.
 */
export function ManagePanel({ order, facts }: { order: Order; facts: TokenFacts }) {
  const words = useTranslations("manage");
  const { address: account } = useConnection();
  const holding = useHolding(order, account);
  const act = useAct(order);
  const [opened, setOpened] = useState<Open | null>(null);
  const view = account && holding ? { features: order.features, facts, account, holding } : null;
  // What somebody has opened is not open to the next one.
  const open = view && opened?.account === view.account ? opened.name : null;
  const shown = view ? shownActs(view, open) : [];
  if (shown.length === 0 && act.name === null) return null;
  const news = <ActNews order={order} act={act} connected={account} />;
  const isWithin = act.name === open && act.account === account;
  return (
    <section
      aria-labelledby="manage"
      className="max-w-[34rem] border-t border-rule pt-6"
      data-testid="manage"
    >
      <h2 id="manage" className="text-xl font-semibold tracking-tight">
        {words("heading")}
      </h2>
      {view && shown.length > 0 && (
        <p className="mt-1 max-w-[48ch] text-sm leading-relaxed text-muted">
          {words(isOwner(view) ? "asOwner" : "asHolder")}
        </p>
      )}
      {/* Closed or not offered any more, an act leaves behind what came of it, until the next one. */}
      {act.name && !isWithin && <div className="mt-4">{news}</div>}
      {view && (
        <Accordion.Root
          key={view.account}
          type="single"
          collapsible
          value={open ?? ""}
          onValueChange={(value) => {
            const name = actNames.find((each) => each === value);
            setOpened(name ? { name, account: view.account } : null);
          }}
          className="mt-4"
        >
          {shown.map((name) => (
            <ActItem key={name} name={name}>
              <ActForm
                name={name}
                order={order}
                view={view}
                act={act}
                isOffered={offeredActs(view).includes(name)}
              />
              {isWithin && act.name === name && <div className="mt-4">{news}</div>}
            </ActItem>
          ))}
        </Accordion.Root>
      )}
    </section>
  );
}

/** What is open stays until it is closed, so that what came of it can be read. */
function shownActs(view: View, open: ActName | null): ActName[] {
  const offered = offeredActs(view);
  return open && !offered.includes(open) ? [...offered, open] : offered;
}

function isOwner({ facts, account }: View): boolean {
  return facts.owner !== null && isAddressEqual(facts.owner, account);
}

function ActItem({ name, children }: { name: ActName; children: ReactNode }) {
  const words = useTranslations("manage");
  return (
    <Accordion.Item value={name} className="border-t border-rule last:border-b">
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
      <Accordion.Content className="pb-6">{children}</Accordion.Content>
    </Accordion.Item>
  );
}
