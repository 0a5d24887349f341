import { createWalletClient, http, keccak256, numberToHex, parseEther, publicActions, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { compiler } from "#lib/checkout/artifacts.ts";
import { initcodeOf, tokenAddress } from "#lib/checkout/initcode.ts";
import { prepareChain, startChain } from "#lib/local/chain.ts";
import type { Keep } from "#lib/local/process.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { contractName, fullestKind, type Kind, kinds } from "#lib/shared/contract/kinds.ts";
import { claimAtMost, rowOf } from "../../measure/rows.ts";
import type { Findings, Measurement } from "../../measure/section.ts";
import { compileByWizard, isKnownToWizard, wizardInitcode, wizardSettings } from "./wizard.ts";

const REFUND_DELAY_SECONDS = 3_600;
const PRICE_WEI = parseEther("0.01");
const coin = { name: "My Token", symbol: "MTK", supply: "1000000" };
const [fixedSupply = fullestKind] = kinds;

/** What the chain takes for each kind of token, beside the one that people make for themselves. */
export const gas: Measurement = {
  name: "gas",
  title: "Gas of one delivery, beside a deploy of OpenZeppelin's Wizard",
  run: async (keep, { isQuick }) => compare(await openMeter(keep), isQuick ? [fixedSupply] : kinds),
};

async function compare(meter: Meter, measured: readonly Kind[]): Promise<Findings> {
  const known = measured.filter(isKnownToWizard);
  const byWizard = compileByWizard(known, coin, wizardSettings);
  const asOurs = compileByWizard([fixedSupply], coin, compiler.settings);
  // The first that anybody pays costs more: the Checkout has earned nothing before.
  await meter.deliver(fixedSupply);
  const all = [];
  for (const kind of measured) {
    const name = contractName(kind);
    const { paid, delivered } = await meter.deliver(kind);
    const made = byWizard[name];
    all.push({
      name,
      paid,
      delivered,
      wizard: made && (await meter.create(wizardInitcode(made, meter.owner))),
    });
  }
  const ratios = all.flatMap(({ delivered, wizard }) => (wizard === undefined ? [] : [delivered / wizard]));
  const compiledAlike = Object.values(asOurs).map((made) => meter.create(wizardInitcode(made, meter.owner)));
  return {
    rows: [
      ...all.flatMap(({ name, delivered, wizard }) => [
        rowOf(`${name}, through Checkout`, "gas", [delivered]),
        ...(wizard === undefined ? [] : [rowOf(`${name}, by the Wizard`, "gas", [wizard])]),
      ]),
      rowOf("Token, by the Wizard, compiled as ours", "gas", await Promise.all(compiledAlike)),
      rowOf(
        "the payment before it",
        "gas",
        all.map(({ paid }) => paid),
      ),
      rowOf("of the Wizard's, of each kind that it has", "part", ratios),
    ],
    claims: [
      claimAtMost("the token with a fixed supply, of the Wizard's gas", ratios[0] ?? Number.NaN, 0.85),
    ],
    notes: notesOn(measured),
  };
}

function notesOn(measured: readonly Kind[]): string[] {
  const unknown = measured.filter((kind) => !isKnownToWizard(kind)).map(contractName);
  return [
    `All are compiled by solc ${compiler.version}. The Wizard's are compiled as its own project for Hardhat does: with the optimizer for 200 runs, and without viaIR. Ours: viaIR, 200 runs, without the function specializer. Both for the EVM of Cancun.`,
    "Ours has its name, symbol, decimals, supply and owner given to its constructor; the Wizard's has all but the owner in its code.",
    ...(unknown.length > 0 ? [`The Wizard knows no cap, so it has no ${unknown.join(", ")}.`] : []),
  ];
}

type Meter = Awaited<ReturnType<typeof openMeter>>;

/** A chain of its own, on which a wallet pays, delivers and creates, each for its gas. */
async function openMeter(keep: Keep) {
  const { rpcUrl } = keep(await startChain({ blockTimeMs: 0 }));
  const { checkout, privateKey } = await prepareChain(rpcUrl, REFUND_DELAY_SECONDS);
  const account = privateKeyToAccount(`0x${privateKey.slice(2)}`);
  const wallet = createWalletClient({
    account,
    chain: hardhat,
    transport: http(rpcUrl),
    pollingInterval: 50,
    cacheTime: 0,
  }).extend(publicActions);
  const contract = { address: checkout, abi: checkoutAbi } as const;
  let orders = 0;

  async function gasOf(hash: Hex): Promise<number> {
    const { status, gasUsed } = await wallet.waitForTransactionReceipt({ hash });
    if (status !== "success") throw new Error(`The transaction ${hash} has reverted.`);
    return Number(gasUsed);
  }

  /** Pays and delivers a token of this kind. */
  async function deliver({ features, isCapped }: Kind) {
    const salt = keccak256(numberToHex((orders += 1)));
    const initcode = initcodeOf({
      ...coin,
      features,
      decimals: 18,
      cap: isCapped ? coin.supply : null,
      owner: account.address,
      deployer: account.address,
      chainId: hardhat.id,
      salt,
    });
    const token = tokenAddress(checkout, salt, initcode);
    const payment = { ...contract, functionName: "pay", args: [token], value: PRICE_WEI } as const;
    const delivery = {
      ...contract,
      functionName: "deliver",
      args: [salt, initcode, account.address, PRICE_WEI],
    } as const;
    const paid = await gasOf(await wallet.writeContract(payment));
    return { paid, delivered: await gasOf(await wallet.writeContract(delivery)) };
  }

  /** Creates a contract by a transaction of its own. */
  const create = async (initcode: Hex) => gasOf(await wallet.sendTransaction({ data: initcode }));

  return { owner: account.address, deliver, create };
}
