import "server-only";
import type { OrderRow } from "#lib/base/schema.ts";
import { contractSource } from "#lib/checkout/contract-source.ts";
import { constructorData } from "#lib/shared/contract/check-order.ts";
import { contractName, kindOf } from "#lib/shared/contract/kinds.ts";
import { onlyFeatures } from "#lib/shared/features.ts";
import type { PublishableContract } from "./verifier.ts";

export type PublishedOrder = Pick<OrderRow, "address" | "features" | "capUnits" | "initcode" | "deployTx">;

/**
 * An order's token with what it was made from; undefined where it was made by a version of this server whose sources
 * were others.
 */
export function contractOf(order: PublishedOrder): PublishableContract | undefined {
  const name = contractName(kindOf({ features: onlyFeatures(...order.features), cap: order.capUnits }));
  const source = contractSource(name);
  const data = constructorData(order.initcode, name);
  if (!source || data === undefined) return undefined;
  return { address: order.address, source, constructorData: data, creationTx: order.deployTx };
}
