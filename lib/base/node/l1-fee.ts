import "server-only";
import {
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  parseAbi,
  type Address,
  type Hex,
} from "viem";
import { estimateL1Fee } from "viem/op-stack";
import type { Chain } from "#lib/base/chains.ts";

type Call = { account: Address; to: Address; data: Hex; gas: bigint };

const operatorFee = parseAbi(["function getOperatorFee(uint256 gasUsed) view returns (uint256)"]);

/**
 * What a transaction costs besides its gas, in wei: on the chains of the OP stack its data on the chain below and, since
 * Isthmus, what the chain's operator takes, both by the word of the GasPriceOracle that is built into them. Zero
 * elsewhere: on Arbitrum the data is paid in units of gas, and is in every estimate already.
 * @see https://docs.optimism.io/app-developers/transactions/fees
 * @see https://docs.arbitrum.io/build-decentralized-apps/how-to-estimate-gas
 */
export async function l1FeeWei({ client, definition }: Chain, { gas, ...call }: Call): Promise<bigint> {
  const oracle = definition.contracts?.["gasPriceOracle"];
  if (!oracle || !("address" in oracle)) return 0n;
  const gasPriceOracleAddress = oracle.address;
  const [dataWei, operatorWei] = await Promise.all([
    estimateL1Fee(client, { ...call, gasPriceOracleAddress, chain: definition }),
    client
      .readContract({
        address: gasPriceOracleAddress,
        abi: operatorFee,
        functionName: "getOperatorFee",
        args: [gas],
      })
      .catch((error: unknown) => {
        if (isUnknownThere(error)) return 0n;
        throw error;
      }),
  ]);
  return dataWei + operatorWei;
}

/** Whether a contract has no such function, as an oracle from before Isthmus. */
function isUnknownThere(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk(
      (cause) =>
        cause instanceof ContractFunctionRevertedError || cause instanceof ContractFunctionZeroDataError,
    ) !== null
  );
}
