import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useWatch } from "react-hook-form";
import type { OrderFormApi } from "#app/_order-form/_form/form-api.ts";
import { FullAddress } from "#app/_receipt/address-block.tsx";
import { useFieldList } from "#app/_receipt/_words/order-fields.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { textLink } from "#app/_ui/text-link.ts";
import { useConnection } from "#app/_wallet/connection.ts";
import { beginDraft } from "#app/_order-form/_draft/draft.ts";
import type { Draft } from "#app/_order-form/_draft/stored-draft.ts";
import type { LinkKey } from "./form-link.ts";
import { forgetLinkNews, type LinkNews } from "./link-news.ts";

type Props = { form: OrderFormApi; news: LinkNews | null };

/** Says what a link, which anybody may have made, has put into the form, and who would get the token. */
export function LinkNotices({ form, news }: Props) {
  const words = useTranslations("formLink");
  if (!news) return null;
  return (
    <div className="mt-8 space-y-4">
      {news.isFilled && <Notice>{words("filled")}</Notice>}
      {news.before && <PutAside form={form} before={news.before} />}
      {news.ignored.length > 0 && <Ignored fields={news.ignored} />}
      {news.owner !== "" && <NamedOwner form={form} named={news.owner} />}
    </div>
  );
}

/** What stood in the form before is not lost to whoever opens a link in the same tab. */
function PutAside({ form, before }: { form: OrderFormApi; before: Draft }) {
  const words = useTranslations("formLink");
  const putBack = () => {
    beginDraft(before);
    forgetLinkNews();
    form.reset(before.values);
    // The button that had the focus is gone with what it was about.
    requestAnimationFrame(() => form.setFocus("name"));
  };
  return (
    <Notice>
      {words("putAside")}{" "}
      <button type="button" onClick={putBack} className={textLink}>
        {words("putBack")}
      </button>
    </Notice>
  );
}

function Ignored({ fields }: { fields: LinkKey[] }) {
  const words = useTranslations("formLink");
  return <Notice tone="error">{words("ignored", { fields: useFieldList(fields) })}</Notice>;
}

/** A stranger's choice of who gets everything, as long as it stands in the form. */
function NamedOwner({ form: { control, setValue }, named }: { form: OrderFormApi; named: string }) {
  const words = useTranslations("formLink");
  const { address: wallet } = useConnection();
  const owner = useWatch({ control, name: "owner" });
  const [isCleared, setIsCleared] = useState(false);
  const cleared = useRef<HTMLParagraphElement>(null);
  const clear = () => {
    setValue("owner", "", { shouldDirty: true, shouldValidate: true });
    setIsCleared(true);
    // The button that had the focus is gone with what it was about.
    requestAnimationFrame(() => cleared.current?.focus());
  };
  if (owner === named && named !== wallet)
    return (
      <section aria-label={words("ownerTitle")} className="rounded-md border border-red p-4 text-sm">
        <h2 className="font-semibold">{words("ownerTitle")}</h2>
        <p className="my-2 font-mono text-[0.8125rem]">
          <FullAddress address={named} />
        </p>
        <p className="leading-relaxed">{words("ownerText")}</p>
        <Button variant="secondary" className="mt-3" onClick={clear}>
          {words("clearOwner")}
        </Button>
      </section>
    );
  return isCleared && owner === "" ? (
    <p ref={cleared} tabIndex={-1} className="text-sm text-muted">
      {words("ownerCleared")}
    </p>
  ) : null;
}
