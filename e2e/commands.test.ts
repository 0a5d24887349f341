import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { startChain } from "#lib/local/chain.ts";
import { startServer } from "#lib/local/server.ts";
import { createParts } from "#lib/testing/test-context.ts";
import { documentedCommands, trialOf } from "./support/documented-commands.ts";
import { runProgram, runScript } from "./support/run-program.ts";

const documents = [
  "README.md",
  "README.zh-CN.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" }).map((name) => `docs/${name}`),
].filter((name) => name.endsWith(".md"));
const documented = documentedCommands(documents.map((name) => readFileSync(name, "utf8")).join("\n"));
const scripts = ["", "checks/", "measure/"].flatMap((room) =>
  readdirSync(`scripts/${room}`)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${room}${name}`),
);

test.concurrent("two deploys at once, as the README shows them", async ({ onTestFinished }) => {
  const { rpcUrl, stop } = await startChain({ blockTimeMs: 1_000 });
  onTestFinished(stop);
  const parts = await createParts(rpcUrl);
  onTestFinished(parts.stop);
  const server = await startServer("start", { ...parts.env, PRICE_31337: "0" });
  onTestFinished(server.stop);
  const [example = "", ...others] = documented.examples;
  expect(others).toEqual([]);

  const script = example.replaceAll("localhost:3000", new URL(server.url).host);
  const { stdout } = await runProgram(["bash", "-c", script]);
  const answers = stdout
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  const refused = expect.objectContaining({ code: "deployment_in_progress", retryAfter: 5 });
  const deployed = expect.objectContaining({ status: "deployed" });
  expect(answers.slice(0, 4)).toEqual([refused, 503, deployed, 200]);
  expect(answers.slice(4)).toMatchObject([{ status: "deployed", token: { name: "Second" } }, 200]);
});

describe.concurrent("every command that the documentation names starts, and has the options named there", () => {
  const calls = new Map<string, ReturnType<typeof runProgram>>();
  /** Once for all commands that differ in their options alone. */
  const runOnce = (call: string[]) => {
    const line = call.join(" ");
    const ending = calls.get(line) ?? runProgram(call);
    calls.set(line, ending);
    return ending;
  };

  test.each(documented.commands)("%s", async (command) => {
    const { call, options } = trialOf(command);
    const ended = await runOnce(call);
    expect(ended).toMatchObject({ code: 0 });
    for (const option of options) expect(ended.stdout).toMatch(new RegExp(`^ *${option}\\b`, "m"));
  });

  test.each(["npm run nothing", "node scripts/run.mjs nothing", "npx nothing-of-that-name"])(
    "but not: %s",
    async (command) => {
      expect((await runProgram(trialOf(command).call)).code).not.toBe(0);
    },
  );

  test("of what is no such command it is said that nobody knows how to try it", () => {
    expect(() => trialOf("docker compose up")).toThrow("docker compose up");
  });
});

test("every script is a task, and no other is", async () => {
  const { code, stderr } = await runProgram([process.execPath, "scripts/run.mjs"]);
  expect(code).toBe(2);
  const tasks = [...stderr.matchAll(/^ {2}(\S+) /gm)].map(([, name]) => `${name}.ts`);
  expect(tasks.toSorted()).toEqual(scripts.map((script) => basename(script)).toSorted());
});

describe.concurrent("every script says how it is used", () => {
  test("who asks for that gets it and nothing else", async () => {
    const help = await runScript("checks/chaos.ts", ["--help"]);
    expect(help).toEqual({ code: 0, stdout: expect.stringMatching(/^Usage: /), stderr: "" });
    const refused = await runScript("checks/chaos.ts", ["--nonsense"]);
    expect(refused.stderr).toBe(`Unknown option '--nonsense'.\n\n${help.stdout}`);
  });

  test.each(scripts)("%s", async (script) => {
    expect(await runScript(script, ["--nonsense"])).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^Unknown option '--nonsense'.\n\nUsage: /),
    });
  });

  test.each([
    ["checks/chaos.ts", ["--runs", "abc"], "--runs must be a whole number from 1 on."],
    [
      "measure/bench.ts",
      ["--only", "lock,nonsense"],
      "--only must name sections that --help names, separated by commas.",
    ],
    ["checks/chaos.ts", ["--fault", "nonsense"], "--fault must be one that --list names."],
    ["generate.ts", ["twenty"], "Unexpected argument 'twenty'."],
    ["checkout-deploy.ts", [], "--chain is required."],
    ["checkout-deploy.ts", ["--chain"], "Option '--chain <value>' argument missing."],
    ["checkout-deploy.ts", ["--chain", "0"], "--chain must be a whole number from 1 on."],
  ])("%s %j is refused", async (script, args, sentence) => {
    const { code, stderr } = await runScript(script, args);
    expect(code).toBe(2);
    expect(stderr.split("\n\n")[0]).toBe(sentence);
    expect(stderr).toContain("\nUsage: ");
  });
});
