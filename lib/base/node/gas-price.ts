import "server-only";
import { Eip1559FeesNotSupportedError } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import { forAMoment } from "#lib/base/moment.ts";

/** What a unit of gas costs on a chain, in wei. Where there is no EIP-1559 it has one price, and what is offered is paid. */
export type GasPrice =
  | { type: "eip1559"; baseFeePerGas: bigint; maxPriorityFeePerGas: bigint }
  | { type: "legacy"; gasPrice: bigint };

/** What gas costs now. @param head the block whose base fee is meant; by default the last */
export async function readGasPrice(
  { client }: Chain,
  head?: { baseFeePerGas: bigint | null },
): Promise<GasPrice> {
  const [{ baseFeePerGas }, maxPriorityFeePerGas] = await Promise.all([
    head ?? client.getBlock(),
    client.estimateMaxPriorityFeePerGas().catch((error: unknown) => {
      if (error instanceof Eip1559FeesNotSupportedError) return null;
      throw error;
    }),
  ]);
  if (baseFeePerGas === null || maxPriorityFeePerGas === null)
    return { type: "legacy", gasPrice: await client.getGasPrice() };
  return { type: "eip1559", baseFeePerGas, maxPriorityFeePerGas };
}

const lately = forAMoment<bigint>();

/** The same for one unit, in wei, at most a second old: however many ask, the node is asked once. */
export function recentGasPrice(chain: Chain): Promise<bigint> {
  return lately(chain, "", async () => pricePerGas(await readGasPrice(chain)));
}

/** What a transaction that is mined now pays for a unit of gas, in wei; it may have to offer more. */
export function pricePerGas(price: GasPrice): bigint {
  switch (price.type) {
    case "eip1559":
      return price.baseFeePerGas + price.maxPriorityFeePerGas;
    case "legacy":
      return price.gasPrice;
    default:
      throw new Error("unknown type of fees", { cause: price satisfies never });
  }
}
