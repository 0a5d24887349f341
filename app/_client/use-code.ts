import { useQuery } from "@tanstack/react-query";
import { loadCodeInSteps } from "./load-code.ts";

/**
 * Loads code that a page can be shown without, once for all who use it; undefined until it is there.
 * @param isNeeded whether somebody has a use for it yet
 */
export function useCode<Code>(name: string, load: () => Promise<Code>, isNeeded = true): Code | undefined {
  const { data } = useQuery({
    queryKey: ["code", name],
    queryFn: () => loadCodeInSteps(load),
    enabled: isNeeded,
    staleTime: Infinity,
    gcTime: Infinity,
    structuralSharing: false,
  });
  return data;
}
