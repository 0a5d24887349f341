import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import type { OrderFormApi } from "#app/_order-form/_form/form-api.ts";
import { isAddress } from "viem";
import { useCode } from "#app/_client/use-code.ts";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import { useConnection } from "#app/_wallet/connection.ts";
import { mapFeatures } from "#lib/shared/features.ts";
import { contractName, kindOf } from "#lib/shared/contract/kinds.ts";

/** The Solidity of exactly the token that stands in the form, and its ABI. Nothing of it is loaded before it is opened. */
export function SourceDisclosure({ form }: { form: OrderFormApi }) {
  const words = useTranslations("source");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Disclosure open={isOpen} onOpenChange={setIsOpen} title={words("open")}>
      <SourceOfForm form={form} />
    </Disclosure>
  );
}

function SourceOfForm({ form: { control } }: { form: OrderFormApi }) {
  const words = useTranslations("source");
  const { name, symbol, decimals, supply, cap, features, owner } = useWatch({ control });
  const { address: wallet } = useConnection();
  const code = useCode("source", () => import("./source-view.tsx"));
  const flags = mapFeatures(({ name: feature }) => features?.[feature] ?? false);
  const kind = contractName(kindOf({ features: flags, cap: cap || null }));
  const receiver = owner ? (isAddress(owner) ? owner : null) : (wallet ?? null);
  if (!code) return <p className="text-sm text-muted">{words("loading")}</p>;
  return (
    <code.SourceView
      kind={kind}
      values={{
        name: name ?? "",
        symbol: symbol ?? "",
        decimals,
        supply: supply ?? "",
        cap: cap ?? null,
        owner: receiver,
      }}
    />
  );
}
