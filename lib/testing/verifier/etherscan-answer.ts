import { getAddress } from "viem";
import { z } from "zod";
import type { Asked, Desk, Reply } from "./verifier-server.ts";

/** The one key that it knows. */
export const ETHERSCAN_TEST_KEY = "KEYOFTHETESTS";

const submission = z.object({
  contractaddress: z.string().length(42),
  sourceCode: z.string().transform((text) => z.looseObject({}).parse(JSON.parse(text))),
  codeformat: z.literal("solidity-standard-json-input"),
  contractname: z.string().includes(":"),
  compilerversion: z.string().startsWith("v"),
  constructorArguments: z.string().regex(/^[0-9a-f]*$/),
});

/** As https://api.etherscan.io/v2/api answers: whatever it has to say, with 200. */
export function etherscanAnswer(desk: Desk, { method, url, body }: Asked): Reply {
  const { chainid, module, action, apikey, guid, address } = Object.fromEntries(url.searchParams);
  if (apikey !== ETHERSCAN_TEST_KEY) return no(`Invalid API Key (#err2)|${apikey}`);
  if (chainid !== "31337") return no("Missing or unsupported chainid parameter (required for v2 api)");
  if (module !== "contract") return no("Error! Missing Or invalid Module name");
  switch (`${method} ${action}`) {
    case "POST verifysourcecode":
      return submit(desk, body);
    case "GET checkverifystatus":
      return check(desk, guid);
    case "GET getsourcecode":
      return {
        status: 200,
        body: {
          status: "1",
          message: "OK",
          result: [{ SourceCode: desk.verified.has(getAddress(address ?? "")) ? "{}" : "" }],
        },
      };
    default:
      return no("Error! Missing Or invalid Action name");
  }
}

function submit(desk: Desk, body: string): Reply {
  const form = submission.safeParse(Object.fromEntries(new URLSearchParams(body)));
  if (!form.success) return no("Missing or invalid parameter");
  const at = getAddress(form.data.contractaddress);
  if (desk.verified.has(at)) return no("Contract source code already verified");
  const { id } = desk.take({
    address: at,
    input: form.data.sourceCode,
    version: form.data.compilerversion,
    name: form.data.contractname,
    constructorData: `0x${form.data.constructorArguments}`,
  });
  return yes(id.replaceAll("-", ""));
}

function check(desk: Desk, guid: string | undefined): Reply {
  const job = [...desk.jobs.values()].find(({ id }) => id.replaceAll("-", "") === guid);
  if (!job) return no("Unknown UID");
  if (!job.isDone) return no("Pending in queue");
  return job.failure === null ? yes("Pass - Verified") : no(`Fail - Unable to verify. ${job.failure}`);
}

function yes(result: string): Reply {
  return { status: 200, body: { status: "1", message: "OK", result } };
}

function no(result: string): Reply {
  return { status: 200, body: { status: "0", message: "NOTOK", result } };
}
