import { useCallback, useEffect } from "react";
import { loadCode } from "#app/_client/load-code.ts";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import type { PublicConfig } from "#lib/shared/chain/public-config.ts";
import { readConnection } from "./connection.ts";
import type { Wagmi } from "./wagmi.ts";

let started: Promise<Wagmi> | undefined;

/** Gives what talks to wallets, and loads it before where nobody has yet. @throws {HttpError} if it can't be loaded */
export function useWagmi(): () => Promise<Wagmi> {
  const config = usePublicConfig();
  return useCallback(() => start(config), [config]);
}

/** Loads it as soon as a page is there where a wallet was connected on an earlier visit. */
export function useReconnect(): void {
  const wagmi = useWagmi();
  useEffect(() => {
    // Where it can't be loaded, whoever has a use for it tries again and says so.
    if (readConnection().status === "reconnecting") wagmi().catch(() => undefined);
  }, [wagmi]);
}

function start(config: PublicConfig): Promise<Wagmi> {
  started ??= load(config);
  return started;
}

async function load(config: PublicConfig): Promise<Wagmi> {
  try {
    const { startWagmi } = await loadCode(import("./wagmi.ts"));
    const wagmi = startWagmi(config);
    // Nothing can be sent from the wallet of an earlier visit before it has answered, for which it has some seconds.
    if (readConnection().status === "reconnecting") await wagmi.reconnected;
    return wagmi;
  } catch (error) {
    started = undefined;
    throw error;
  }
}
