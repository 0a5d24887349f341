/** What the documentation tells a person to type. */
export type Documented = {
  /** Commands as they stand there, without the variables before them and without comments. */
  commands: string[];
  /** Whole scripts that talk to a running server. */
  examples: string[];
};

/** Reads the commands out of Markdown: every line of a fence of shell, and inline code that starts like a command. */
export function documentedCommands(markdown: string): Documented {
  const fence = /^```(?:sh|bash|shell|console)\n([^]*?)^```$/gm;
  const scripts = [...markdown.matchAll(fence)].map(([, script = ""]) => script);
  const examples = scripts.filter((script) => script.includes("curl"));
  const lines = scripts
    .filter((script) => !examples.includes(script))
    .flatMap((script) => script.split("\n").flatMap((line) => line.replace(/(^|\s)#.*$/, "").split("&&")));
  const prose = markdown.replace(/^```[^]*?^```$/gm, "");
  const inline = [...prose.matchAll(/`((?:\w+=\S* )*(?:npm|npx|node) [^`]+)`/g)].map(([, code = ""]) => code);
  const commands = [...lines, ...inline]
    .map((line) => line.trim().replace(/^(\w+=\S* )+/, ""))
    .filter((line) => line !== "");
  return { commands: [...new Set(commands)], examples };
}

/**
 * How a documented command is run without doing what it does: `call` must succeed, and `options` be in its help.
 * @throws if nobody has said how
 */
export function trialOf(command: string): { call: string[]; options: string[] } {
  const words = command.split(/\s+/);
  const [program, verb = ""] = words;
  const options = words.filter((word) => /^--[a-z]/.test(word));
  const end = words.indexOf("--");
  const before = end === -1 ? words.filter((word) => !options.includes(word)) : words.slice(0, end);
  if (program === "npm" && ["run", "test", "start"].includes(verb))
    return { call: [...before, "--", "--help"], options };
  if (program === "npm") return { call: ["npm", verb, "--help"], options };
  if (program === "npx") return { call: ["npx", "--no", "--", ...before.slice(1), "--help"], options };
  // Some options are Node's, and stand before the file.
  if (program === "node") return { call: [...words, "--help"], options: [] };
  if (program === "cp") return { call: ["ls", verb], options: [] };
  throw new Error(`Say here how to try this command: ${command}`);
}
