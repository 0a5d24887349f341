import solc from "solc";
import { expect, test } from "vitest";
import { contractName, fullestKind, kinds } from "#lib/shared/contract/kinds.ts";
import { checkoutArtifact, compiler, tokenArtifacts } from "./artifacts.ts";
import { contractSource } from "./contract-source.ts";
import { soliditySources } from "./sources.ts";

const names = ["Checkout", ...kinds.map(contractName)];

// Each takes the compiler seconds: the smallest, the largest, and one with an argument; and what is paid to.
test.each(["Checkout", "Token", "TokenCapped", contractName(fullestKind)])(
  "what is shown of %s, compiled as is shown, is what is deployed, to the byte",
  (name) => {
    const source = contractSource(name);
    if (!source) throw new Error(`There is no source of ${name}.`);
    expect(solc.version()).toContain(source.compiler);
    const output = JSON.parse(solc.compile(JSON.stringify(source.input)));
    expect(output.errors?.filter(({ severity }: { severity: string }) => severity === "error") ?? []).toEqual(
      [],
    );
    const artifact = name === "Checkout" ? checkoutArtifact : tokenArtifacts[name];
    expect(`0x${output.contracts[source.file][name].evm.bytecode.object}`).toBe(artifact?.bytecode);
  },
);

test("every contract's own file comes first, with all that it imports and nothing else of ours", () => {
  for (const name of names) {
    const source = contractSource(name);
    const files = Object.keys(source?.input.sources ?? {});
    expect(files[0]).toBe(source?.file);
    expect(files[0]).toMatch(new RegExp(`^project/contracts/(token/)?${name}\\.sol$`));
    expect(files.filter((file) => /^project\/contracts\/(token\/Token|Checkout)/.test(file))).toHaveLength(1);
    expect(files.every((file) => file in soliditySources)).toBe(true);
    expect(source?.compiler).toBe(compiler.version);
  }
});

test("there is nothing of what is no contract", () => {
  for (const name of ["", "Nothing", "TokenBase", "ERC20", "__proto__", "constructor", "../Checkout"])
    expect(contractSource(name)).toBeUndefined();
});
