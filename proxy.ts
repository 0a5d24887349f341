import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { getContext } from "#lib/base/context.ts";
import { toAppError } from "#lib/base/errors/to-app-error.ts";
import { noteRefusal } from "#lib/base/telemetry/scope.ts";
import { clientOf, isSecure } from "#lib/gate/client.ts";
import { contentSecurityPolicy } from "#lib/gate/content-security-policy.ts";
import { getLimits, requireAdmitted } from "#lib/gate/limits.ts";
import { refusalOf } from "#lib/gate/refusal.ts";
import { publicConfig } from "#lib/shared/chain/public-config.ts";
import { evmAddress } from "#lib/shared/token.ts";

/** Pages alone: files of the build need none of it, and the API's own handlers see to theirs. */
export const config = {
  matcher:
    "/((?!api/|api$|_next/static/|icon\\.svg$|favicon\\.ico$|apple-icon\\.png$|manifest\\.webmanifest$).*)",
};

/** Counts a request for a page, and says what that page may load and talk to. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const context = getContext();
  try {
    await admit(request);
  } catch (error) {
    const known = toAppError(error);
    noteRefusal(known.code);
    const { status, body, headers } = refusalOf(known);
    return NextResponse.json(body, { status, headers });
  }
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy({
    nonce,
    config: publicConfig(context),
    isDevelopment: process.env.NODE_ENV === "development",
  });
  // From here Next.js and the layout have the nonce for their scripts.
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  headers.set("X-Nonce", nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  if (isSecure(context, request)) response.headers.set("Strict-Transport-Security", "max-age=31536000");
  return response;
}

/** @throws {RateLimited} */
async function admit({ nextUrl, headers }: NextRequest): Promise<void> {
  const client = clientOf(getContext(), { headers });
  const token = evmAddress.safeParse(/^\/tokens\/([^/]+)$/.exec(nextUrl.pathname)?.[1]);
  const limits = getLimits();
  requireAdmitted(await (token.success ? limits.admitFor(client, token.data) : limits.admit(client)));
}
