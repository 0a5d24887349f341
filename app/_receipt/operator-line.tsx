import { useTranslations } from "next-intl";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import type { Operator } from "#lib/shared/chain/public-config.ts";

/** Who is answerable for this receipt; nothing where they don't say. */
export function OperatorLine() {
  const words = useTranslations("receipt");
  const { operator } = usePublicConfig();
  const contact = operator.email ?? hostOf(operator);
  if (!operator.name && !contact) return null;
  return (
    <p className="mt-4 text-center text-xs break-words text-muted">
      {operator.name ? words("issuedBy", { name: operator.name }) : words("issuer")}
      {contact && <span className="block">{contact}</span>}
    </p>
  );
}

function hostOf({ url }: Operator): string | null {
  return url === null ? null : new URL(url).host;
}
