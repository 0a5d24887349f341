import { useTranslations } from "next-intl";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import type { OwnerEntry } from "./read-owner.ts";
import type { EnsState } from "./use-ens.ts";

type Said = { hint?: string | undefined; error?: string | undefined };

/** What to say of an owner beyond what is wrong with an address: nothing where it is one, or should be. */
export function useOwnerWords({
  entry,
  ens,
  chain,
}: {
  entry: OwnerEntry;
  ens: EnsState;
  chain: PublicChain;
}): Said {
  const words = useTranslations("owner");
  const ensWords = useEnsWords(chain);
  switch (entry.kind) {
    case "empty":
    case "address":
      return {};
    case "ens":
      return ensWords(entry.name, ens);
    case "otherChain":
      return { error: words("otherChain", { ...entry, network: chain.name }) };
    case "unknownPrefix":
      return { error: words("unknownPrefix", { prefix: entry.prefix }) };
    default:
      throw new Error(`unknown entry ${JSON.stringify(entry satisfies never)}`);
  }
}

function useEnsWords({ name: network }: PublicChain): (name: string, ens: EnsState) => Said {
  const words = useTranslations("owner");
  return (name, ens) => {
    switch (ens.name) {
      case "none":
        return {};
      case "looking":
        return { hint: words("looking", { name }) };
      case "found":
        return { hint: words("found", { name, address: ens.address }) };
      case "nobody":
        return { error: words("nobody", { name, network }) };
      case "failed":
        return { error: words("failed", { name }) };
      case "noEns":
        return { error: words("noEns", { network }) };
      default:
        throw new Error(`unknown state ${JSON.stringify(ens satisfies never)}`);
    }
  };
}
