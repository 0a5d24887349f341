"use client";

import { createContext, useContext } from "react";
import type { PublicChain, PublicConfig } from "#lib/shared/chain/public-config.ts";

const Context = createContext<PublicConfig | null>(null);

export const PublicConfigProvider = Context.Provider;

export function usePublicConfig(): PublicConfig {
  const config = useContext(Context);
  if (!config) throw new Error("There is no PublicConfigProvider above this component.");
  return config;
}

/** The configured chain of this id. An order on a chain that is no longer configured can't be shown. */
export function usePublicChain(id: number): PublicChain {
  const chain = usePublicConfig().chains.find((each) => each.id === id);
  if (!chain) throw new Error(`Chain ${id} is not configured.`);
  return chain;
}
