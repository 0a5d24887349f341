import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCode } from "#app/_client/use-code.ts";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import type { SearchProps } from "./search-form.tsx";

/** Looks for an address that begins or ends as wanted. All of it happens in this browser, once somebody opens it. */
export function AddressChoice(props: SearchProps) {
  const words = useTranslations("addressChoice");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Disclosure open={isOpen} onOpenChange={setIsOpen} title={words("title")}>
      <Search {...props} />
    </Disclosure>
  );
}

function Search(props: SearchProps) {
  const words = useTranslations("addressChoice");
  const code = useCode("address-search", () => import("./search-form.tsx"));
  return code ? <code.SearchForm {...props} /> : <p className="text-sm text-muted">{words("loading")}</p>;
}
