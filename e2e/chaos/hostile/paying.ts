import {
  concatHex,
  getContractAddress,
  numberToHex,
  size,
  slice,
  toFunctionSelector,
  type Address,
  type Hex,
} from "viem";
import { findReceipt } from "../node/chain-client.ts";
import { word } from "../plan/random.ts";
import { openCustomerWallet, payCall } from "../world/customer-wallet.ts";
import { unlessAborted, until } from "../world/wait.ts";
import { repeat, type Attack, type Target } from "./attack.ts";

const PAYMENTS_EACH = 200;
const FLOOD_GAS = 15_000_000n;
const PAUSE_MS = 700;
const STRANGERS = 4;
/** A transaction that a reorganisation took away is not waited for. */
const PATIENCE_MS = 3_000;

/**
 * Payments of one wei: hundreds in each block, by contracts, to as many addresses where no token will ever be; and some
 * by strangers to the address of the victim's token.
 */
export async function floodWithPayments({ chain, order, random, admit }: Target): Promise<Attack> {
  const { client, checkout } = chain;
  const strangers = await Promise.all(
    Array.from({ length: STRANGERS }, () => openCustomerWallet(chain, word(random))),
  );
  for (const { account } of strangers) admit(account.address);
  const [leader] = strangers;
  if (!leader) throw new Error("There are no strangers.");
  for (const stranger of strangers)
    await stranger.send({ to: checkout, data: payCall(order.address), value: 1n });
  const flood = repeat(1, PAUSE_MS, async () => {
    const nonce = BigInt(leader.sent.length);
    admit(getContractAddress({ from: leader.account.address, nonce }));
    const data = payingInitcode(checkout, slice(word(random), 0, 19));
    await leader.send({ to: null, data, value: BigInt(PAYMENTS_EACH), gas: FLOOD_GAS });
  });
  return {
    isFelt: flood.isFelt,
    stop: async () => {
      await flood.stop();
      const last = leader.sent.at(-1)?.hash ?? "0x";
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const receipt = await unlessAborted(
        until(() => findReceipt(client, last), signal),
        signal,
      );
      if (receipt && receipt.logs.length !== PAYMENTS_EACH)
        throw new Error(`The flood ${last} made ${receipt.logs.length} payments.`);
      return [];
    },
  };
}

/**
 * A contract that pays one wei for each of {@link PAYMENTS_EACH} addresses while it is created, and leaves no code.
 *
 * @param prefix the first 19 bytes of the addresses
 */
function payingInitcode(checkout: Address, prefix: Hex): Hex {
  // Memory 0 to 36: pay(address), the address still missing. On the stack: the counter, from the last to 1.
  const selector = concatHex([push(toFunctionSelector("pay(address)")), "0x60e01b600052"]);
  const start = concatHex([selector, push(numberToHex(PAYMENTS_EACH))]);
  // The loop starts with a JUMPDEST; the address is the prefix and the counter.
  const writeAddress = concatHex(["0x5b80", push(concatHex([prefix, "0x00"])), "0x01600452"]);
  // CALL(gas, checkout, 1 wei, memory 0 to 36, no answer), and POP whatever comes of it.
  const pay = concatHex(["0x60006000602460006001", push(checkout), "0x5af150"]);
  const again = concatHex(["0x6001900380", push(numberToHex(size(start), { size: 1 })), "0x5700"]);
  return concatHex([start, writeAddress, pay, again]);
}

/** PUSH1 to PUSH32 of these bytes. */
function push(bytes: Hex): Hex {
  return concatHex([numberToHex(0x5f + size(bytes)), bytes]);
}
