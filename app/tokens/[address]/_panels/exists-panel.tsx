import { useEffect } from "react";
import { useDeploy } from "../_acts/use-deploy.ts";
import type { Order } from "#lib/shared/order.ts";
import { DeployedPanel } from "./deployed-panel.tsx";

/** A token that the chain has and the server has not recorded yet; the server is asked to look. */
export function ExistsPanel({ order }: { order: Order }) {
  const { start } = useDeploy(order);
  useEffect(() => {
    const timer = setTimeout(start);
    return () => clearTimeout(timer);
  }, [start]);
  return <DeployedPanel order={order} />;
}
