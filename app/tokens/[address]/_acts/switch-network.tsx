import { useTranslations } from "next-intl";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { Button } from "#app/_ui/button.tsx";
import { useSwitchChain } from "#app/_wallet/use-switch-chain.ts";
import { WalletProblem } from "#app/_wallet/wallet-problem.tsx";

/** Has the wallet change to the network that is needed, and says why it did not. */
export function SwitchNetwork({ chainId }: { chainId: number }) {
  const words = useTranslations("ownActs");
  const common = useTranslations("common");
  const { name } = usePublicChain(chainId);
  const { mutate, isPending, error } = useSwitchChain();
  return (
    <div className="space-y-4">
      <Button
        className="min-h-12 px-7"
        aria-disabled={isPending}
        onClick={() => !isPending && mutate({ chainId })}
      >
        {isPending ? common("waitingForWallet") : words("switchTo", { network: name })}
      </Button>
      {error && <WalletProblem error={error} />}
    </div>
  );
}
