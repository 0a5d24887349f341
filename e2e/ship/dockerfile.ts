import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { Copy } from "dockerfile-ast/lib/instructions/copy.js";
import { Env } from "dockerfile-ast/lib/instructions/env.js";
import { From } from "dockerfile-ast/lib/instructions/from.js";
import { outputOf, root, spawnProgram } from "#lib/local/process.ts";

/** What a Dockerfile makes, as a folder: there is no container around it. */
export type Image = {
  /** Where its WORKDIR is on this machine. */
  folder: string;
  env: Record<string, string>;
  user: string;
  health: string[];
  command: string[];
};

type Stage = Image & {
  files: string;
  workdir: string;
  /** The commands of its RUN steps. */
  ran: string[];
};

/**
 * Does what a Dockerfile says, step by step, in folders of this machine: each stage's root is a folder of its own. Knows
 * what this project's Dockerfile uses; of its commands only `npm ci` is not run, but what it has made is linked.
 * @param context the folder that is built from
 * @param into an empty folder
 * @returns the image, which is the last stage, and each of the stages by its name
 * @throws {Error} at an instruction that it does not know, or a step that fails, with its output
 */
export async function buildImage(
  text: string,
  context: string,
  into: string,
): Promise<{ image: Image; stages: Map<string, Stage> }> {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction instanceof From) {
      const name = instruction.getBuildStage() ?? "last";
      const files = join(into, name);
      makeFolder(files);
      stage = { files, workdir: "/", folder: files, env: {}, user: "root", health: [], command: [], ran: [] };
      stages.set(name, stage);
    } else if (stage) await doStep(instruction, stage, { context, stages });
  }
  if (!stage) throw new Error("There is no stage in the Dockerfile.");
  return { image: stage, stages };
}

type Sources = { context: string; stages: Map<string, Stage> };

async function doStep(instruction: Instruction, stage: Stage, sources: Sources): Promise<void> {
  const content = instruction.getArgumentsContent() ?? "";
  switch (instruction.getKeyword()) {
    case "WORKDIR":
      stage.workdir = resolve(stage.workdir, content);
      stage.folder = join(stage.files, stage.workdir);
      makeFolder(stage.folder);
      return;
    case "ENV":
      if (instruction instanceof Env)
        for (const property of instruction.getProperties())
          stage.env[property.getName()] = property.getValue() ?? "";
      return;
    case "COPY":
      if (instruction instanceof Copy) copy(instruction, stage, sources);
      return;
    case "RUN":
      return runStep(content, stage);
    case "USER":
      stage.user = content;
      return;
    case "HEALTHCHECK":
      stage.health = jsonIn(content);
      return;
    case "CMD":
      stage.command = jsonIn(content);
      return;
    case "EXPOSE":
      return;
    default:
      throw new Error(`Say here how to do this step: ${instruction.getKeyword()} ${content}`);
  }
}

/** One that everybody may enter, as Docker makes them, whatever this process keeps from others. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

/** What stands in exec form, past an instruction's options. */
function jsonIn(content: string): string[] {
  return JSON.parse(content.slice(content.indexOf("[")));
}

function copy(instruction: Copy, stage: Stage, { context, stages }: Sources): void {
  const paths = instruction.getArguments().map((argument) => argument.getValue());
  const target = join(stage.files, resolve(stage.workdir, paths.pop() ?? ""));
  const from = instruction.getFromFlag()?.getValue();
  for (const path of paths) {
    const source = from ? join(stages.get(from)?.files ?? "", path) : join(context, path);
    const isFolder = statSync(source).isDirectory();
    // With the permissions that they have: `cpSync` leaves those of folders to the umask.
    execFileSync("cp", [
      "-Rp",
      isFolder ? `${source}/.` : source,
      isFolder ? target : join(target, basename(path)),
    ]);
  }
}

async function runStep(command: string, { folder, env, ran }: Stage): Promise<void> {
  const text = command === "npm ci" ? takePackages : command;
  const [program, ...args] = inCleanEnv(["/bin/sh", "-c", text], { PROJECT: root, ...env });
  const child = spawnProgram(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const output = outputOf(child);
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`RUN ${command} failed:\n${output()}`);
  ran.push(command);
}

/** Tests run on what `npm ci` makes of the same lock file. That is linked, since to write it again takes minutes. */
const takePackages = `cmp package-lock.json "$PROJECT/package-lock.json" &&
  { cp -al "$PROJECT/node_modules" . || cp -R "$PROJECT/node_modules" .; }`;

/** A command with this process's environment less what tests have brought into it, on the Node that they run on. */
export function inCleanEnv(command: string[], env: Record<string, string>): [string, ...string[]] {
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}`;
  const given = Object.entries({ PATH, ...env }).map(([name, value]) => `${name}=${value}`);
  const unset = ["NODE_ENV", "NODE_OPTIONS", "NODE_PATH", "VITEST"].flatMap((name) => ["-u", name]);
  return ["env", ...unset, ...given, ...command];
}

/** Copies into a folder what Docker would be sent of this project: what git knows, less what `.dockerignore` names. */
export function copyContext(into: string): void {
  const patterns = readFileSync(join(root, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  for (const file of projectFiles())
    if (!isIgnored(file, patterns)) cpSync(join(root, file), join(into, file));
}

/** The files of this project, those that are not committed yet included. */
export function projectFiles(): string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
}

/**
 * The last pattern that names the file, or a folder that it is in, decides.
 * @see https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function isIgnored(file: string, patterns: string[]): boolean {
  const parts = file.split("/");
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  return patterns.reduce((ignored, pattern) => {
    const isKept = pattern.startsWith("!");
    const glob = (isKept ? pattern.slice(1) : pattern).replace(/[.+()]/g, "\\$&").replaceAll("*", "[^/]*");
    const named = paths.some((path) => new RegExp(`^${glob}$`).test(path));
    return named ? !isKept : ignored;
  }, false);
}
