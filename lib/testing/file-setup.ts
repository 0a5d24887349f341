import { afterAll } from "vitest";
import { stopIdleChains } from "./own-chain.ts";

/** Runs before each file of tests, also where files share the modules that they import. */
afterAll(stopIdleChains);
