ALTER TABLE "orders" ADD COLUMN "queued_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "orders_queued" ON "orders" USING btree ("chain_id","queued_at","id","address") WHERE "orders"."queued_at" is not null;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_queued" CHECK ("orders"."queued_at" is null or "orders"."status" not in ('deployed', 'refunded'));