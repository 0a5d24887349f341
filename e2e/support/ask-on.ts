import { Agent, request } from "node:http";

/**
 * Clients that ask again as soon as they are answered, each on a connection that it keeps as long as it may.
 * @param outcomes gets the status of each answer, or the code of what has gone wrong
 * @returns when each has been told to stop, by the signal or by being refused
 */
export async function askOn(
  url: string,
  outcomes: string[],
  { clients = 20, signal = neverEnds } = {},
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const ask = async () => {
    for (let outcome = ""; outcome !== "ECONNREFUSED" && !signal.aborted;) {
      outcome = await outcomeOf(url, agent);
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: clients }, ask));
  agent.destroy();
}

const neverEnds = new AbortController().signal;

function outcomeOf(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const fail = ({ code, message }: NodeJS.ErrnoException) => resolve(code ?? message);
    const asked = request(url, { agent }, (response) => {
      response
        .resume()
        .on("error", fail)
        .once("end", () => resolve(String(response.statusCode)));
    });
    asked.on("error", fail).end();
  });
}
