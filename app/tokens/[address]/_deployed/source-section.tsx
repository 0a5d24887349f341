import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCode } from "#app/_client/use-code.ts";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import { asTag } from "#app/_words/as-tag.ts";
import type { Order } from "#lib/shared/order.ts";
import type { Publication, VerifierName } from "#lib/shared/publication.ts";

const names: Record<VerifierName, string> = { sourcify: "Sourcify", etherscan: "Etherscan" };

/** Where the token's source can be read, and how anybody can hand it in. */
export function SourceSection({ order }: { order: Order }) {
  const words = useTranslations("publication");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section aria-labelledby="source" className="max-w-[34rem] border-t border-rule pt-5">
      <h2 id="source" className="mb-2 text-xl font-semibold tracking-tight">
        {words("heading")}
      </h2>
      <div role="status" className="space-y-2 text-[0.9375rem] leading-relaxed">
        {order.publications?.map((publication) => (
          <PublicationLine key={publication.verifier} publication={publication} />
        ))}
      </div>
      <p className="mt-2 max-w-[48ch] text-[0.9375rem] leading-relaxed text-muted">{words("text")}</p>
      <Disclosure open={isOpen} onOpenChange={setIsOpen} title={words("byHand")}>
        <Facts order={order} />
      </Disclosure>
    </section>
  );
}

function PublicationLine({ publication }: { publication: Publication }) {
  const words = useTranslations("publication");
  const { verifier, state, url, reason } = publication;
  const name = names[verifier];
  switch (state) {
    case "pending":
      return <p>{words("pending", { verifier: name })}</p>;
    case "published":
      return (
        <p>
          {words.rich("published", { verifier: asTag(url === null ? name : <Page url={url} name={name} />) })}
        </p>
      );
    case "failed":
      return <p className="wrap-anywhere">{words("failed", { verifier: name, reason: reason ?? "" })}</p>;
    default:
      throw new Error("unknown state", { cause: state satisfies never });
  }
}

function Page({ url, name }: { url: string; name: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1.5 underline underline-offset-4 hover:text-accent"
    >
      {name} <ExternalLink size={14} aria-hidden />
    </a>
  );
}

/** Loaded once somebody wants to see them. */
function Facts({ order }: { order: Order }) {
  const words = useTranslations("publication");
  const code = useCode("source-facts", () => import("./source-facts.tsx"));
  if (!code) return <p className="text-sm text-muted">{words("loading")}</p>;
  return <code.SourceFacts order={order} />;
}
