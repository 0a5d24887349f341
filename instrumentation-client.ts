import { config } from "zod/mini";

/** Runs before anything else of a page: zod would try whether it may compile schemas, which the page's policy forbids. */
config({ jitless: true });
