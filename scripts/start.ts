import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { serverFile } from "#lib/local/build.ts";
import { readOptions, value, wholeNumber } from "./support/options.ts";

const { port, hostname } = readOptions({
  call: "npm start -- [options]",
  about:
    "One server, from the production build, with the variables that .env.example lists. Runs until it is told to end.",
  options: {
    port: value("number", "where it listens; PORT, or 3000", wholeNumber(1).optional()),
    // HOSTNAME is no default: many systems set it to the machine's name.
    hostname: value("address", "on which address; 0.0.0.0, which is all", z.string().default("0.0.0.0")),
  },
});

if (!existsSync(serverFile)) {
  console.error("There is no production build. Make one with: npm run build");
  process.exit(1);
}
process.env["HOSTNAME"] = hostname;
if (port) process.env["PORT"] = String(port);
await import(pathToFileURL(serverFile).href);
