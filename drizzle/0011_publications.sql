CREATE TYPE "public"."publication_state" AS ENUM('pending', 'published', 'failed');--> statement-breakpoint
CREATE TYPE "public"."verifier" AS ENUM('sourcify', 'etherscan');--> statement-breakpoint
CREATE TABLE "publications" (
	"order_id" bigint NOT NULL,
	"verifier" "verifier" NOT NULL,
	"chain_id" bigint NOT NULL,
	"state" "publication_state" DEFAULT 'pending' NOT NULL,
	"ticket" text,
	"submitted_at" timestamp with time zone,
	"failures" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"reason" text,
	CONSTRAINT "publications_order_id_verifier_pk" PRIMARY KEY("order_id","verifier"),
	CONSTRAINT "publications_ticket" CHECK (("publications"."ticket" is null) = ("publications"."submitted_at" is null) and ("publications"."ticket" is null or "publications"."state" = 'pending')),
	CONSTRAINT "publications_failures" CHECK ("publications"."failures" between 0 and 100),
	CONSTRAINT "publications_reason" CHECK (case "publications"."state" when 'failed' then "publications"."reason" is not null when 'published' then "publications"."reason" is null else true end),
	CONSTRAINT "publications_lengths" CHECK (length("publications"."ticket") <= 100 and length("publications"."reason") <= 300)
);
--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "publications_pending" ON "publications" USING btree ("chain_id","verifier",("ticket" is not null),"order_id") WHERE "publications"."state" = 'pending';--> statement-breakpoint
CREATE FUNCTION "add_publications"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO "publications" ("order_id", "verifier", "chain_id")
	SELECT NEW."id", "name", NEW."chain_id" FROM unnest(enum_range(NULL::"verifier")) AS "name"
	ON CONFLICT DO NOTHING;
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "orders_deployed" AFTER UPDATE OF "status" ON "orders" FOR EACH ROW WHEN (OLD."status" <> 'deployed' AND NEW."status" = 'deployed') EXECUTE FUNCTION "add_publications"();--> statement-breakpoint
CREATE TRIGGER "publications_changed" AFTER UPDATE ON "publications" FOR EACH ROW WHEN ((OLD."state", OLD."reason") IS DISTINCT FROM (NEW."state", NEW."reason")) EXECUTE FUNCTION "notify_of_progress"();
