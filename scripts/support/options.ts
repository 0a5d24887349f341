import { parseArgs } from "node:util";
import { z } from "zod";

type Usage<Shape extends z.ZodRawShape> = {
  /** How the command is called. */
  call: string;
  /** What it does, and which variables it reads. */
  about: string;
  /** Each made by `flag` or `value`, under its name without dashes. */
  options: Shape;
};

/** What the help says of an option; without a `valueName` it takes no value. */
const helps = z.registry<{ about: string; valueName?: string }>();

/** An option that is there or not. */
export function flag(about: string) {
  return z.boolean().default(false).register(helps, { about });
}

/** An option with a value, which the schema reads from its text. */
export function value<Schema extends z.ZodType>(valueName: string, about: string, schema: Schema): Schema {
  helps.add(schema, { about, valueName });
  return schema;
}

export function wholeNumber(min: number) {
  const error = `must be a whole number from ${min} on`;
  return z
    .string()
    .regex(/^\d{1,15}$/, error)
    .transform(Number)
    .refine((number) => number >= min, error);
}

/**
 * The options that this process was started with. Ends it with 0 after `--help`, and with 2 where an option is not
 * known or a value is wrong, having said so.
 */
export function readOptions<Shape extends z.ZodRawShape>(usage: Usage<Shape>): z.output<z.ZodObject<Shape>> {
  const values = parseArguments(usage);
  if (values["help"]) {
    console.log(helpOf(usage));
    process.exit(0);
  }
  const result = z.object(usage.options).safeParse(values);
  if (result.success) return result.data;
  const { path = [], message = "" } = result.error.issues[0] ?? {};
  const [name = ""] = path.map(String);
  refuse(usage, `--${name} ${values[name] === undefined ? "is required" : message}.`);
}

function parseArguments<Shape extends z.ZodRawShape>(usage: Usage<Shape>): Record<string, unknown> {
  const options = Object.entries(usage.options).map(([name, schema]) => {
    const type: "string" | "boolean" = helps.get(schema)?.valueName ? "string" : "boolean";
    return [name, { type }];
  });
  try {
    return parseArgs({ options: { ...Object.fromEntries(options), help: { type: "boolean" } } }).values;
  } catch (error) {
    // What follows its first sentence is about arguments without a name, which no command has.
    refuse(usage, `${String(error instanceof Error ? error.message : error).split(/\.\s/)[0]}.`);
  }
}

function refuse<Shape extends z.ZodRawShape>(usage: Usage<Shape>, sentence: string): never {
  console.error(`${sentence.replace(/\.+$/, ".")}\n\n${helpOf(usage)}`);
  process.exit(2);
}

function helpOf<Shape extends z.ZodRawShape>({ call, about, options }: Usage<Shape>): string {
  const rows = Object.entries(options).map(([name, schema]) => {
    const { about: meaning = "", valueName } = helps.get(schema) ?? {};
    return [valueName ? `--${name} <${valueName}>` : `--${name}`, meaning];
  });
  const lines = [...rows, ["--help", "prints this"]].map(
    ([left = "", right]) => `  ${left.padEnd(18)}${right}`,
  );
  return `Usage: ${call}\n\n${about}\n\n${lines.join("\n")}`;
}
