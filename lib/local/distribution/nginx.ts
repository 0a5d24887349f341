import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "#lib/local/failure.ts";
import { freePort } from "#lib/local/free-port.ts";
import { endOf, outputOf, root, spawnProgram, stopProcess, until, type Running } from "#lib/local/process.ts";
import { findProgram } from "./find-program.ts";

/**
 * nginx before servers, configured as `docs/nginx.conf` says, and compressing whatever it may. Needs no rights.
 * @param urls of the servers
 * @throws {Failure}
 */
export async function startNginx(urls: string[]): Promise<Running & { url: string }> {
  const program = findProgram("nginx");
  if (!program) throw new Failure("There is no nginx. Install it with: apt-get install nginx");
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "coinwright-nginx-"));
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configuration(folder, port, urls));
  const child = spawnProgram(program, ["-e", "stderr", "-p", folder, "-c", file], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await until("nginx", { child, output: outputOf(child), ready: () => knock(port) });
  return {
    url: `http://127.0.0.1:${port}`,
    ended: endOf("nginx", child),
    stop: () => stopProcess(child),
  };
}

function configuration(folder: string, port: number, urls: string[]): string {
  const documented = readFileSync(join(root, "docs", "nginx.conf"), "utf8");
  const [first = "", ...others] = documented.match(/^ *server [\d.:]+ .*;\n/gm) ?? [];
  const servers = urls.map((url) => first.replace(/[\d.]+:\d+/, new URL(url).host)).join("");
  const site = others
    .reduce((text, line) => text.replace(line, ""), documented)
    .replace(first, servers)
    .replace(/listen 80;/, `listen 127.0.0.1:${port};`);
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  return `daemon off;
master_process off;
pid ${join(folder, "nginx.pid")};
events { worker_connections 4096; }
http {
  access_log off;
  ${folders.join("\n  ")}
  gzip on;
  gzip_min_length 0;
  gzip_proxied any;
  gzip_types *;
  ${site}
}
`;
}

/** Whether anything accepts connections. */
function knock(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
}
