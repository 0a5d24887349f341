DROP INDEX "orders_deployer";--> statement-breakpoint
DROP INDEX "orders_unfinished";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
UPDATE "orders" SET "expires_at" = date_trunc('second', now() + interval '1 day');--> statement-breakpoint
ALTER TABLE "orders" ALTER COLUMN "expires_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "failures" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "retry_at" timestamp with time zone;--> statement-breakpoint
UPDATE "orders" SET "retry_at" = now() WHERE "status" = 'failed';--> statement-breakpoint
CREATE INDEX "orders_listed" ON "orders" USING btree ("deployer","id" DESC NULLS LAST) WHERE ("orders"."paid_at" is not null or "orders"."status" = 'deployed');--> statement-breakpoint
CREATE INDEX "transactions_hash" ON "transactions" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "orders_unfinished" ON "orders" USING btree ("chain_id","id") WHERE "orders"."status" in ('paid', 'submitted', 'failed');