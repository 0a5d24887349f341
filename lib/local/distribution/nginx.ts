import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "#lib/local/failure.ts";
import { freePort } from "#lib/local/free-port.ts";
import { endOf, outputOf, root, spawnProgram, stopProcess, until, type Running } from "#lib/local/process.ts";
import { findProgram } from "./find-program.ts";

/** Files of a certificate, and of its key. */
export type Certificate = { certificate: string; key: string };

/**
 * nginx before servers, configured as `docs/nginx.conf` says, and compressing whatever it may. Needs no rights.
 * @param urls of the servers
 * @param encryption what to speak HTTPS with; plain HTTP without it
 * @returns `plainUrl` is where it sends everybody on to HTTPS
 * @throws {Failure}
 */
export async function startNginx(
  urls: string[],
  encryption?: Certificate,
): Promise<Running & { url: string; plainUrl: string }> {
  const program = findProgram("nginx");
  if (!program) throw new Failure("There is no nginx. Install it with: apt-get install nginx");
  const [port, plainPort] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), "coinwright-nginx-"));
  const file = join(folder, "nginx.conf");
  const documented = readFileSync(join(root, "docs", "nginx.conf"), "utf8");
  const site = encryption ? encrypted(documented, encryption) : unencrypted(documented);
  writeFileSync(file, configuration(folder, siteOn(site, { port, plainPort, urls })));
  const child = spawnProgram(program, ["-e", "stderr", "-p", folder, "-c", file], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await until("nginx", { child, output: outputOf(child), ready: () => knock(port) });
  return {
    url: `${encryption ? "https" : "http"}://127.0.0.1:${port}`,
    plainUrl: `http://127.0.0.1:${plainPort}`,
    ended: endOf("nginx", child),
    stop: () => stopProcess(child),
  };
}

function encrypted(documented: string, { certificate, key }: Certificate): string {
  return documented
    .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`);
}

/** The same without what is about HTTPS. */
function unencrypted(documented: string): string {
  const redirect = /^server \{[^}]*return 301 [^}]*\}\n/m;
  return documented
    .replace(redirect, "")
    .replace(/ ssl http2;/, ";")
    .replace(/^ *ssl_.*\n/gm, "");
}

function siteOn(
  site: string,
  { port, plainPort, urls }: { port: number; plainPort: number; urls: string[] },
) {
  const [first = "", ...others] = site.match(/^ *server [\d.:]+ .*;\n/gm) ?? [];
  const servers = urls.map((url) => first.replace(/[\d.]+:\d+/, new URL(url).host)).join("");
  return others
    .reduce((text, line) => text.replace(line, ""), site)
    .replace(first, servers)
    .replace(/listen 80;/, `listen 127.0.0.1:${plainPort};`)
    .replace(/listen 443\b/, `listen 127.0.0.1:${port}`);
}

function configuration(folder: string, site: string): string {
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
