import { Link } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { OrderFormApi } from "#app/_order-form/_form/form-api.ts";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/_form/field.tsx";
import { Input } from "#app/_ui/_form/input.tsx";
import { toQuery } from "./form-link.ts";

/** An address of this page that fills the form as it is filled now. @param chainId null where there is one chain only */
export function CopyLink({ form, chainId }: { form: OrderFormApi; chainId: number | null }) {
  const words = useTranslations("formLink");
  const [made, setMade] = useState<{ link: string; isCopied: boolean } | null>(null);
  const copy = async () => {
    const link = new URL(`?${toQuery(form.getValues(), chainId)}`, window.location.origin).href;
    try {
      await navigator.clipboard.writeText(link);
      setMade({ link, isCopied: true });
    } catch {
      // Without HTTPS, or permission, there is no clipboard.
      setMade({ link, isCopied: false });
    }
  };
  return (
    <div>
      <Button variant="quiet" className="-ml-4" onClick={copy}>
        <Link size={16} aria-hidden />
        {words("copy")}
      </Button>
      <p role="status" className="text-[0.8125rem] leading-5 text-muted">
        {made?.isCopied && words("copied")}
      </p>
      {made && !made.isCopied && (
        <Field label={words("copyByHand")}>
          {(field) => (
            <Input
              {...field}
              readOnly
              value={made.link}
              className="font-mono text-sm"
              onFocus={(event) => event.currentTarget.select()}
            />
          )}
        </Field>
      )}
    </div>
  );
}
