import { useMutation } from "@tanstack/react-query";
import { useWagmi } from "./use-wagmi.ts";

/** Has the connected wallet change to another network. */
export function useSwitchChain() {
  const wagmi = useWagmi();
  return useMutation({
    mutationFn: async ({ chainId }: { chainId: number }) => (await wagmi()).changeNetwork(chainId),
  });
}
