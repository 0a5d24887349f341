import type { CreateConnectorFn } from "wagmi";
import { walletConnect } from "wagmi/connectors/walletConnect";
import { loadCode } from "#app/_client/load-code.ts";
import { isRejected } from "#app/_wallet/wallet-error.ts";
import { RemoteWalletError } from "./remote-error.ts";

/** What it is called among the wallets. */
export const REMOTE_ID = "walletConnect";

/** How long WalletConnect's relay may take until there is something to scan. */
const RELAY_MS = 20_000;

export type RemoteWallet = ReturnType<typeof remoteWallet>;

/**
 * A wallet on another device, by WalletConnect. Its own window is left out: it speaks English only, and asks three more
 * hosts for fonts, pictures and lists. What a phone is to scan is told here, for ours.
 */
export function remoteWallet(projectId: string) {
  const invitation = startInvitation();
  const create = walletConnect({
    projectId,
    showQrModal: false,
    telemetryEnabled: false,
    // What fails is said on the page.
    logger: "silent",
    metadata: {
      name: "Coinwright",
      description: document.title,
      url: location.origin,
      icons: [`${location.origin}/apple-icon.png`],
    },
  });
  let giveUp: (() => void) | null = null;
  const connector: CreateConnectorFn = (own) => {
    // It would load WalletConnect's own code at once, for whoever has another wallet too.
    const { setup: _loadsAtOnce, ...wallet } = create(own);
    own.emitter.on("message", ({ type, data }) => {
      if (type === "display_uri" && typeof data === "string") invitation.set(data);
    });
    let asking: Promise<void> | null = null;
    // WalletConnect goes on asking when nobody waits for it any more, so who asks again waits for the same answer.
    const ask = () =>
      (asking ??= wallet
        .connect()
        .then(
          () => undefined,
          (error: unknown) => refuse(error, invitation.get()),
        )
        .finally(() => {
          asking = null;
          invitation.set(null);
        }));
    const connect: typeof wallet.connect = async (options) => {
      await loadCode(import("@walletconnect/ethereum-provider"));
      const stopped = Promise.withResolvers<never>();
      giveUp = () => stopped.reject(new RemoteWalletError("givenUp"));
      const timer = setTimeout(() => {
        if (invitation.get() === null) stopped.reject(new RemoteWalletError("noRelay"));
      }, RELAY_MS);
      try {
        await Promise.race([ask(), stopped.promise]);
      } finally {
        clearTimeout(timer);
      }
      return wallet.connect(options);
    };
    return { ...wallet, connect };
  };
  return { connector, invitation, giveUp: () => giveUp?.() };
}

/** @param uri what there was to scan: before that nobody was asked, and after it nobody has answered */
function refuse(error: unknown, uri: string | null): never {
  if (isRejected(error)) throw error;
  throw new RemoteWalletError(uri === null ? "noRelay" : "invitationEnded", error);
}

/** What there is to scan, once it is there. @see https://specs.walletconnect.com/2.0/specs/clients/core/pairing/pairing-uri */
function startInvitation() {
  const listeners = new Set<() => void>();
  let uri: string | null = null;
  return {
    get: () => uri,
    set(next: string | null): void {
      uri = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
