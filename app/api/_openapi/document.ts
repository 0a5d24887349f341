import { z } from "zod";
import { answers } from "#app/api/_schemas/answers.ts";
import type { AppError } from "#lib/base/errors/app-error.ts";
import { refusalOf } from "#lib/gate/refusal.ts";
import { chainRead } from "#lib/live/relay.ts";
import { orderBody, tokenReference } from "#lib/shared/order-body.ts";
import { evmAddress } from "#lib/shared/address.ts";
import { ofAny } from "./errors.ts";
import { operations, type Answered, type BodyName, type Operation } from "./operations.ts";

const bodies: Record<BodyName, z.core.$ZodType> = {
  OrderBody: orderBody,
  DeployBody: z.union([tokenReference, orderBody]),
  ChainRead: chainRead,
};

const COMPONENTS = "#/components/schemas/";

/** This API in the words of OpenAPI 3.1, made from the schemas that it parses by, and the errors that it throws. @see https://spec.openapis.org/oas/v3.1.1.html */
export function describeApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  return {
    openapi: "3.1.1",
    info: {
      title: "Coinwright",
      version: "0",
      summary: "Order an ERC-20 token, pay from a wallet, and get exactly that token.",
      description: "Other methods are answered with 405, and HEAD as GET is.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: describeSchemas(),
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
    },
  };
}

function describe({
  method,
  path,
  about,
  params,
  query,
  body,
  secret,
  answers: answered,
  errors,
}: Operation) {
  return {
    operationId: `${method}${path.replace(/[^a-z]+(\w?)/gi, (_, letter: string) => letter.toUpperCase())}`,
    summary: about,
    parameters: [...parametersIn("path", params), ...parametersIn("query", query)],
    ...(body ? { requestBody: { required: true, content: json(reference(body)) } } : {}),
    ...(secret ? { security: [{ bearer: [] }] } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(answered).map(([status, each]) => [status, describeAnswer(each)])),
      ...describeErrors([...ofAny, ...errors]),
    },
  };
}

function parametersIn(place: "path" | "query", fields: z.ZodObject | undefined) {
  if (!fields) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(fields, inlined);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema,
  }));
}

function describeAnswer({ about, schema, mediaType, headers = [] }: Answered) {
  return {
    description: about,
    ...(schema ? { content: json(reference(schema)) } : {}),
    ...(mediaType ? { content: { [mediaType]: { schema: { type: "string" } } } } : {}),
    headers: describeHeaders(headers),
  };
}

function describeHeaders(names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, { schema: { type: "string" } }]));
}

/** By status, with the codes that say which of them it is. */
function describeErrors(errors: readonly AppError[]) {
  const byCode = new Map(errors.map((error): [string, AppError] => [error.code, error]));
  const byStatus = Map.groupBy(byCode.values(), ({ status }) => status);
  return Object.fromEntries(
    [...byStatus].map(([status, all]) => {
      const codes = all.map(({ code }) => code);
      const schema = { allOf: [reference("Error"), { properties: { code: { enum: codes } } }] };
      const examples = Object.fromEntries(all.map((error) => [error.code, { value: refusalOf(error).body }]));
      const description = [...new Set(all.map(({ title }) => title))].join(", or ");
      const headers = all.flatMap((error) => Object.keys(refusalOf(error).headers));
      return [status, { description, headers: describeHeaders(headers), content: json(schema, examples) }];
    }),
  );
}

function describeSchemas() {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ ...answers, ...bodies })) named.add(schema, { id });
  const { schemas } = z.toJSONSchema(named, { ...inlined, uri: (id) => `${COMPONENTS}${id}` });
  // By their names here they need no addresses of their own.
  for (const schema of Object.values(schemas)) {
    delete schema.$id;
    delete schema.$schema;
  }
  return schemas;
}

/** As a client sends it; a check that is code is left out, but for what every address is. */
const inlined = {
  io: "input",
  unrepresentable: "any",
  override: ({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    if (zodSchema === evmAddress) jsonSchema.pattern = "^0x[0-9a-fA-F]{40}$";
  },
} as const;

function reference(name: string) {
  return { $ref: `${COMPONENTS}${name}` };
}

function json(schema: unknown, examples?: unknown) {
  return { "application/json": { schema, ...(examples ? { examples } : {}) } };
}
