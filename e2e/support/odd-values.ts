import fc from "fast-check";
import { getAddress } from "viem";
import { rawBody } from "#lib/testing/test-context.ts";

const DEPLOYER = getAddress(`0x${"12".repeat(20)}`);

/** Text that databases, parsers and terminals have stumbled over. */
export const oddText = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\udfff\ud800",
    "\ufeff",
    "\u202e",
    "\uffff",
    "constructor",
    "__proto__",
    "NaN",
    "Infinity",
    "-0",
    "1e400",
    "0x10",
    "' or 1=1 --",
    "$1",
    "%00",
    "%s%n",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "e\u0301".repeat(40),
    "x".repeat(10_000),
  ),
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: "grapheme", maxLength: 80 }),
  // Lone surrogates are no characters, though JSON can say them.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
);

const oddNumber = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    -1,
    1,
    18,
    19,
    31337,
    31338,
    2 ** 31,
    -(2 ** 31),
    2 ** 32,
    2 ** 53,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_VALUE,
    Number.MAX_VALUE,
    0.1,
    1e21,
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

export const oddNumeral = fc.oneof(
  oddNumber.map(String),
  fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }).map(String),
  fc.constantFrom(
    "1.",
    ".1",
    "1.0000000000000000001",
    "00",
    "1,0",
    "１",
    "1_0",
    "+1",
    `1${"0".repeat(5_000)}`,
  ),
);

export const oddAddress = fc.oneof(
  fc.constantFrom(
    DEPLOYER,
    DEPLOYER.toLowerCase(),
    DEPLOYER.toUpperCase(),
    `0X${DEPLOYER.slice(2)}`,
    DEPLOYER.slice(2),
    `${DEPLOYER}00`,
    DEPLOYER.slice(0, 41),
    // Right but for the case of letters, which is its checksum.
    "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    `0x${"0".repeat(40)}`,
    `0x${"g".repeat(40)}`,
    "vitalik.eth",
  ),
  fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`),
);

const deep = fc
  .integer({ min: 10, max: 1_500 })
  .map((depth): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`));

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, [], {}),
  oddText,
  oddNumber,
  oddNumeral,
  oddAddress,
  deep,
  fc.jsonValue({ maxDepth: 3 }),
);

const fields = [
  "name",
  "symbol",
  "decimals",
  "supply",
  "features",
  "cap",
  "owner",
  "deployer",
  "chainId",
  "salt",
  "token",
  "__proto__",
  "unknown",
];

/** An order, or a reference to one, of which some fields are not what they should be. */
const oddObject = fc
  .tuple(
    fc.constantFrom<Record<string, unknown>>(rawBody(DEPLOYER), { token: DEPLOYER }, {}),
    fc.array(fc.tuple(fc.oneof(fc.constantFrom(...fields), oddText), oddValue), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.array(fc.constantFrom(...fields), { maxLength: 2 }),
  )
  .map(([body, changes, removed]) =>
    Object.fromEntries([...Object.entries(body), ...changes].filter(([name]) => !removed.includes(name))),
  );

/** A body in bytes: JSON of something, often cut off, mixed up, said twice or not JSON at all. */
export const oddBytes: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: oddObject.map((value) => Buffer.from(JSON.stringify(value))) },
  { weight: 2, arbitrary: oddValue.map((value) => Buffer.from(JSON.stringify(value))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(oddObject, fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([value, share]) => cut(Buffer.from(JSON.stringify(value)), share)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...fields), oddValue, oddValue)
      .map(([name, one, two]) =>
        Buffer.from(`{"${name}":${JSON.stringify(one)},"${name}":${JSON.stringify(two)}}`),
      ),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 40_000)
      .map((size) => Buffer.from(`{"name":"${"x".repeat(size - 11)}"}`)),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        "\ufeff{}",
        "{",
        '{"token":',
        '{"token":NaN}',
        "[".repeat(8_000),
        '{"a":'.repeat(2_000),
        `{"supply":1e999999}`,
        "undefined",
        "{} {}",
        "token=0x12",
      )
      .map((text) => Buffer.from(text)),
  },
);

function cut(bytes: Buffer, share: number): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length * share));
}
