import "server-only";
import { inArray } from "drizzle-orm";
import type { Context } from "#lib/base/context.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { publications } from "#lib/base/side-tables.ts";
import type { Publication } from "#lib/shared/publication.ts";
import { verifiersOf } from "./verifiers.ts";

type Published = Pick<OrderRow, "id" | "chainId" | "address" | "status">;

/**
 * What has become of the source of an order's token, at each verifier that this server uses; undefined while there is no
 * token.
 */
export async function publicationsOf(context: Context, order: Published): Promise<Publication[] | undefined> {
  return (await readPublications(context, [order])).get(order.id);
}

/** The same of many orders, by their ids, in one query. */
export async function readPublications(
  { database, env, chains }: Context,
  some: readonly Published[],
): Promise<ReadonlyMap<bigint, Publication[]>> {
  const verifiersOn = new Map(chains.map((chain) => [chain.id, verifiersOf(env, chain)]));
  const made = some.filter(({ status }) => status === "deployed");
  const ids = made.flatMap(({ id, chainId }) => (verifiersOn.get(chainId)?.length ? id : []));
  const rows =
    ids.length > 0
      ? await database.query.publications.findMany({ where: inArray(publications.orderId, ids) })
      : [];
  return new Map(
    made.map(({ id, chainId, address }) => [
      id,
      (verifiersOn.get(chainId) ?? []).flatMap(({ name, pageOf }) => {
        const row = rows.find(({ orderId, verifier }) => orderId === id && verifier === name);
        if (!row) return [];
        const url = row.state === "published" ? pageOf(address) : null;
        return { verifier: name, state: row.state, url, reason: row.reason };
      }),
    ]),
  );
}
