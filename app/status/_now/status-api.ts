import * as z from "zod/mini";
import { request } from "#app/_client/http-client.ts";
import { status, type Status } from "#lib/shared/status/status.ts";

const part = z.object({ status: z.enum(["ok", "unavailable"]), message: z.optional(z.string()) });
const anything = z.record(z.string(), z.unknown());

/** A part by its name in health's answer, whether it is well, and what the server says of it. */
export type Part = { name: string; isUp: boolean; message: string | undefined };

/** What health says, which is an answer too where something is down. @throws where there is none */
export async function fetchParts(signal: AbortSignal): Promise<Part[]> {
  const response = await fetch("/api/health", { signal });
  const told = anything.parse(await response.json());
  return Object.entries(told).flatMap(([name, value]) => {
    const found = part.safeParse(value);
    return found.success ? [{ name, isUp: found.data.status === "ok", message: found.data.message }] : [];
  });
}

/** @throws {HttpError} */
export async function fetchStatus(token: string, signal: AbortSignal): Promise<Status> {
  const response = await request("/api/status", { signal, headers: { Authorization: `Bearer ${token}` } });
  return status.parse(await response.json());
}
