import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { REFUSAL_POLICY, refusalPage } from "#app/_shell/refusal-page.ts";
import { chooseLocale } from "#app/_words/choose-locale.ts";
import { LOCALE_COOKIE } from "#app/_words/locales.ts";
import { getContext } from "#lib/base/context.ts";
import type { AppError } from "#lib/base/errors/app-error.ts";
import { toAppError } from "#lib/base/errors/to-app-error.ts";
import { noteRefusal } from "#lib/base/telemetry/scope.ts";
import { clientOf, isSecure } from "#lib/gate/client.ts";
import { contentSecurityPolicy } from "#lib/gate/content-security-policy.ts";
import { getLimits, requireAdmitted } from "#lib/gate/limits.ts";
import { refusalOf } from "#lib/gate/refusal.ts";
import { publicConfig } from "#lib/shared/chain/public-config.ts";
import { evmAddress } from "#lib/shared/address.ts";

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
    return refuse(request, known);
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
  stayWithTls(request, response);
  return response;
}

/** Where a person sees it, one that asks too often is told so in a page of their language; else as the API says it. */
async function refuse(request: NextRequest, error: AppError): Promise<NextResponse> {
  const { status, body, headers } = refusalOf(error);
  const { retryAfterSeconds } = error;
  const wantsPage = request.headers.get("Accept")?.includes("text/html") ?? false;
  if (!wantsPage || error.code !== "rate_limited" || retryAfterSeconds === undefined)
    return NextResponse.json(body, { status, headers });
  const chosen = request.cookies.get(LOCALE_COOKIE)?.value;
  const locale = chooseLocale(chosen, request.headers.get("Accept-Language"));
  const response = new NextResponse(await refusalPage(locale, retryAfterSeconds), { status, headers });
  response.headers.set("Content-Type", "text/html; charset=utf-8");
  response.headers.set("Content-Security-Policy", REFUSAL_POLICY);
  response.headers.set("Cache-Control", "no-store");
  stayWithTls(request, response);
  return response;
}

function stayWithTls(request: NextRequest, { headers }: NextResponse): void {
  if (isSecure(getContext(), request)) headers.set("Strict-Transport-Security", "max-age=31536000");
}

/** @throws {RateLimited} */
async function admit({ nextUrl, headers }: NextRequest): Promise<void> {
  const client = clientOf(getContext(), { headers });
  const token = evmAddress.safeParse(/^\/tokens\/([^/]+)$/.exec(nextUrl.pathname)?.[1]);
  const limits = getLimits();
  requireAdmitted(await (token.success ? limits.admitFor(client, token.data) : limits.admit(client)));
}
