import { z } from "zod";

const column = z.looseObject({
  type: z.string(),
  notNull: z.boolean(),
  default: z.unknown().optional(),
  identity: z.unknown().optional(),
});
const unique = z.looseObject({ columns: z.array(z.unknown()) });
const index = z.looseObject({ isUnique: z.boolean(), columns: z.array(z.unknown()) });

/** What drizzle notes of a schema beside each migration. */
export const schemaSnapshot = z.looseObject({
  tables: z.record(
    z.string(),
    z.looseObject({
      columns: z.record(z.string(), column),
      uniqueConstraints: z.record(z.string(), unique),
      indexes: z.record(z.string(), index),
    }),
  ),
  enums: z.record(z.string(), z.looseObject({ values: z.array(z.string()) })),
});

export type SchemaSnapshot = z.output<typeof schemaSnapshot>;
type Table = SchemaSnapshot["tables"][string];

/**
 * What a version that was made for the older schema can't do any more on the newer one: it reads and writes all columns
 * that it knows, by name, and no others. Nothing where it can go on while the newer version is rolled out.
 */
export function breaksOf(older: SchemaSnapshot, newer: SchemaSnapshot): string[] {
  const tables = Object.entries(older.tables).flatMap(([name, table]) => {
    const now = newer.tables[name];
    return now ? breaksOfTable(name, table, now) : [`${name} is gone`];
  });
  const enums = Object.entries(older.enums).flatMap(([name, { values }]) => {
    const now = newer.enums[name]?.values ?? [];
    return values.filter((value) => !now.includes(value)).map((value) => `${name} has no ${value} any more`);
  });
  return [...tables, ...enums];
}

function breaksOfTable(name: string, older: Table, newer: Table): string[] {
  const known = Object.entries(older.columns).flatMap(([key, before]) => {
    const now = newer.columns[key];
    if (!now) return [`${name}.${key} is gone`];
    if (now.type !== before.type) return [`${name}.${key} was ${before.type} and is ${now.type}`];
    return now.notNull && !before.notNull ? [`${name}.${key} must not be null any more`] : [];
  });
  const added = Object.entries(newer.columns).flatMap(([key, { notNull, default: given, identity }]) => {
    const isGiven = !notNull || given !== undefined || identity !== undefined;
    return key in older.columns || isGiven ? [] : [`${name}.${key} is new and has no default`];
  });
  return [...known, ...added, ...newlyUnique(name, older, newer)];
}

/** Old columns that did not have to be unique, and have to be now. */
function newlyUnique(name: string, older: Table, newer: Table): string[] {
  const before = new Set(uniqueOf(older));
  return uniqueOf(newer)
    .filter((key) => !before.has(key))
    .map((key) => `${name}: ${key} must be unique now`);
}

function uniqueOf({ uniqueConstraints, indexes }: Table): string[] {
  const unconditional = Object.entries(uniqueConstraints);
  const indexed = Object.entries(indexes).filter(([, { isUnique }]) => isUnique);
  return [...unconditional, ...indexed].map(([key]) => key);
}
