import { toFunctionSelector, zeroAddress, type Address, type Hex } from "viem";
import { chosenFeatures, features } from "#lib/shared/features.ts";
import type { OrderStatus } from "#lib/shared/order.ts";
import { toUnits } from "#lib/shared/amounts/units.ts";
import { START_WEI } from "../world/customer-wallet.ts";
import type { OrderBook, TokenState } from "./read-order.ts";

/** How many times what was paid for the network the servers may spend on it, as `GAS_LOSS_FACTOR` says by default. */
const MOST_LOSS = 3n;

/**
 * What is wrong with an order that should be at rest.
 *
 * @param accounts the servers' own, and those who may have paid for it beside the customer
 */
export function checkOrder(
  known: OrderBook,
  { sender, strangers }: { sender: Address; strangers: ReadonlySet<Address> },
): string[] {
  const book = { ...known, events: known.events.filter(({ payer }) => !strangers.has(payer)) };
  const { customer, row } = book;
  const wrong = [...checkMoney(book), ...checkLoss(book, sender)];
  if (customer.order && !row) wrong.push("was answered, but is not in the database");
  if (row && customer.order && row.address !== customer.order.address)
    wrong.push(`has the address ${row.address}, though ${customer.order.address} was answered`);
  if (row) wrong.push(...checkStatus(book, row), ...(book.token ? checkToken(book, book.token) : []));
  const label = `${customer.plan.body.symbol} ${row?.address ?? customer.order?.address ?? "(never stored)"}`;
  return wrong.map((what) => `${label} ${what}`);
}

function checkMoney({ customer, token, openWei, buyer, events, balanceWei, gasWei }: OrderBook): string[] {
  const wrong: string[] = [];
  const payer = customer.wallet.account.address;
  const sum = (name: string) =>
    events.filter((event) => event.name === name).reduce((total, { amountWei }) => total + amountWei, 0n);
  const [paid, captured, refunded] = [sum("Paid"), sum("Delivered"), sum("Refunded")];
  if (events.some((event) => event.payer !== payer)) wrong.push("has payments of somebody else");
  if (openWei !== 0n) wrong.push(`is paid with ${openWei} wei and not delivered`);
  if (paid !== captured + refunded + openWei)
    wrong.push(`was paid ${paid} wei: ${captured} taken, ${refunded} refunded, ${openWei} open`);
  const deliveries = events.filter(({ name }) => name === "Delivered").length;
  if (deliveries !== (token ? 1 : 0))
    wrong.push(`was delivered ${deliveries} times, and ${token ? "exists" : "does not exist"}`);
  if (token && captured !== BigInt(customer.order?.price ?? -1))
    wrong.push(`cost ${captured} wei instead of ${customer.order?.price}`);
  const expectedBuyer = token ? payer : zeroAddress;
  if (events.length > 0 && buyer !== expectedBuyer)
    wrong.push(`has the buyer ${buyer} instead of ${expectedBuyer}`);
  const expectedWei = START_WEI - gasWei - captured - openWei;
  if (balanceWei !== expectedWei)
    wrong.push(`left its payer ${balanceWei} wei instead of ${expectedWei} (gas ${gasWei})`);
  return wrong;
}

function checkLoss({ customer, delivery }: OrderBook, sender: Address): string[] {
  if (!customer.order || delivery?.from.toLowerCase() !== sender.toLowerCase()) return [];
  const costWei = delivery.gasUsed * delivery.effectiveGasPrice;
  const paidWei = BigInt(customer.order.priceParts.network);
  return costWei > MOST_LOSS * paidWei
    ? [`was delivered for ${costWei} wei of gas, ${paidWei} wei of its price being for that`]
    : [];
}

function checkStatus({ token, events }: OrderBook, row: NonNullable<OrderBook["row"]>): string[] {
  const wrong: string[] = [];
  const isRefunded = events.findLast(({ name }) => name !== "Delivered")?.name === "Refunded";
  const status: OrderStatus = token ? "deployed" : isRefunded ? "refunded" : "awaiting_payment";
  if (row.status !== status) wrong.push(`is ${row.status} in the database, ${status} on chain`);
  if (row.failure !== null) wrong.push(`failed: ${row.failure}`);
  const payments = events.filter(({ name }) => name === "Paid");
  const paysRight =
    status === "awaiting_payment" ? row.payTx === null : payments.some(({ tx }) => tx === row.payTx);
  if (!paysRight)
    wrong.push(`has the payment ${row.payTx} instead of ${payments.map(({ tx }) => tx).join() || "none"}`);
  const delivery = events.find(({ name }) => name === "Delivered");
  const isDeployed = status === "deployed";
  if (isDeployed && (row.deployTx !== delivery?.tx || row.blockNumber !== delivery?.blockNumber))
    wrong.push(
      `was delivered by ${row.deployTx} in ${row.blockNumber}, says the database; ` +
        `by ${delivery?.tx} in ${delivery?.blockNumber}, says the chain`,
    );
  return wrong;
}

function checkToken({ customer }: OrderBook, token: TokenState): string[] {
  const { body } = customer.plan;
  const payer = customer.wallet.account.address;
  const supply = toUnits(body.supply, body.decimals);
  const isOwned = chosenFeatures(body.features).some((feature) => feature.isOwned);
  const pairs: [string, unknown, unknown][] = [
    ["name", token.name, body.name],
    ["symbol", token.symbol, body.symbol],
    ["decimals", token.decimals, body.decimals],
    ["supply", token.supplyUnits, supply],
    ["holder's balance", token.holderUnits, supply],
    ["owner", token.owner, isOwned ? payer : null],
    ["cap", token.capUnits, body.cap === null ? null : toUnits(body.cap, body.decimals)],
    ...features.flatMap(({ name, functions }) =>
      functions.map((signature): [string, unknown, unknown] => [
        `function ${signature}`,
        dispatches(token.code, signature),
        body.features[name],
      ]),
    ),
  ];
  return pairs
    .filter(([, found, ordered]) => found !== ordered)
    .map(([field, found, ordered]) => `has the ${field} ${String(found)} instead of ${String(ordered)}`);
}

/** Whether code compares what it is called with to this function's selector: after PUSH4 (0x63). */
function dispatches(code: Hex, signature: string): boolean {
  return code.includes(`63${toFunctionSelector(signature).slice(2)}`);
}
