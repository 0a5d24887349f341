-- Tokens that were there before their sources were published: they wait behind the newer ones.
INSERT INTO "publications" ("order_id", "verifier", "chain_id")
SELECT "orders"."id", "verifiers"."name", "orders"."chain_id"
FROM "orders", unnest(enum_range(NULL::"verifier")) AS "verifiers" ("name")
WHERE "orders"."status" = 'deployed'
ON CONFLICT DO NOTHING;
