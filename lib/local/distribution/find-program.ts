import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where distributions keep servers, which an ordinary user's PATH may not name. */
const SERVER_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** The path of a program that is installed on this machine, if it is. */
export function findProgram(command: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter).filter(Boolean), ...SERVER_FOLDERS];
  return folders.map((folder) => join(folder, command)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
