import { parentPort, workerData } from "node:worker_threads";
import solc from "solc";
import { z } from "zod";

const input = z.string().parse(workerData);
parentPort?.postMessage({ output: solc.compile(input), version: solc.version() }, []);
