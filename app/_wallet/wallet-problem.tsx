import { Notice } from "#app/_ui/notice.tsx";
import { isRejected, useWalletProblems } from "./wallet-error.ts";

/** What a wallet or a chain refused. That a person has said no themselves is no error. */
export function WalletProblem({ error }: { error: unknown }) {
  const { words, details } = useWalletProblems()(error);
  return (
    <Notice tone={isRejected(error) ? "info" : "error"} details={details}>
      {words}
    </Notice>
  );
}
