/** Why a wallet elsewhere was not connected, where it is not that its person said no. */
export class RemoteWalletError extends Error {
  readonly code: "noRelay" | "invitationEnded" | "givenUp";

  constructor(code: RemoteWalletError["code"], cause?: unknown) {
    super(code, { cause });
    this.name = "RemoteWalletError";
    this.code = code;
  }
}
