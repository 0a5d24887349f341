import { useTranslations } from "next-intl";
import { DEMO_RDNS } from "./demo/demo-rdns.ts";

/** Which wallet it is: its id, and the name that it gives itself. */
export type WalletId = { id: string; name: string };

/** A wallet by the name that it goes by; those that we name ourselves by ours. */
export function useWalletName(): (wallet: WalletId) => string {
  const words = useTranslations("wallet");
  return ({ id, name }) => {
    if (id === "injected") return words("nameless");
    return id === DEMO_RDNS ? words("demoName") : name;
  };
}
