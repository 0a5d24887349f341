import { useTranslations } from "next-intl";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { ownerOf, readOwner } from "#app/_fields/read-owner.ts";
import { useEns } from "#app/_fields/use-ens.ts";
import { useOwnerWords } from "#app/_fields/use-owner-words.ts";

export type Recipient = { to: string; hint?: string | undefined; error?: string | undefined };

/**
 * Who is entered for an act, as the form takes an owner: an address, be it with spaces or the prefix of its chain around
 * it, or an ENS name.
 * @returns the address alone, or what was entered where it is none; and what to say beyond what is wrong with an address
 */
export function useRecipient(text: string, chainId: number): Recipient {
  const words = useTranslations("manage");
  const chain = usePublicChain(chainId);
  const entry = readOwner(text, chainId);
  const ens = useEns(entry.kind === "ens" ? entry.name : null, chain);
  const { hint, error } = useOwnerWords({ entry, ens, chain });
  if (entry.kind !== "ens" || ens.name !== "found") return { to: ownerOf(entry, text), hint, error };
  const { address } = ens;
  return { to: address, hint: words("resolved", { name: entry.name, address }), error };
}
