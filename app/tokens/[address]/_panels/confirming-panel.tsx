import { useTranslations } from "next-intl";
import type { Order } from "#lib/shared/order.ts";
import { DeploySteps } from "./deploy-steps.tsx";
import { Panel } from "#app/_ui/panel.tsx";

/** A payment that is on its way: the first of the steps that lead to the token. */
export function ConfirmingPanel({ order }: { order: Order }) {
  const words = useTranslations("panels");
  return (
    <>
      <Panel title={words("confirming")}>{words("confirmingText")}</Panel>
      <DeploySteps order={order} />
    </>
  );
}
