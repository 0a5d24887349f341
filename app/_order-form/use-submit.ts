import type { FieldErrors } from "react-hook-form";
import { useConnection, readConnection } from "#app/_wallet/connection.ts";
import { useConnectFirst } from "#app/_wallet/wallet-dialog.tsx";
import { currentDraft } from "./_draft/draft.ts";
import type { Draft } from "./_draft/stored-draft.ts";
import type { TokenForm } from "#lib/shared/token.ts";
import type { OrderFormApi } from "./_form/form-api.ts";
import { usePlaceOrder } from "./use-place-order.ts";

/**
 * Places what the form holds. Without a wallet it asks for one first, and goes on by itself once there is one: with what
 * was asked for, and not if the form has changed since.
 * @param onRefused told what is wrong with the form where nothing can be placed
 */
export function useSubmit(
  form: OrderFormApi,
  draft: Draft | null,
  onRefused: (found: FieldErrors<TokenForm>) => void,
) {
  const { address: deployer } = useConnection();
  const connectFirst = useConnectFirst();
  const { mutate, isPending, isSuccess, error } = usePlaceOrder(form);
  const isPlacing = isPending || isSuccess;

  const placeIfSame = (asked: string) =>
    form.handleSubmit((token) => {
      const now = currentDraft();
      const { address } = readConnection();
      if (now && address && fingerprint(token, now) === asked)
        mutate({ ...token, salt: now.salt, chainId: now.chainId, deployer: address });
    })();

  const submit = form.handleSubmit((token) => {
    if (!draft || isPlacing) return;
    const { salt, chainId } = draft;
    if (deployer) mutate({ ...token, salt, chainId, deployer });
    else connectFirst(() => void placeIfSame(fingerprint(token, draft)));
  }, onRefused);

  return { submit, isPlacing, error };
}

/** The same for the same order. Its salt may change meanwhile: that is no choice of a person. */
function fingerprint(token: object, { chainId }: Draft): string {
  return JSON.stringify([token, chainId]);
}
