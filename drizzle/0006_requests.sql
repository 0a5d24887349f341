CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "rate_limits_expire" ON "rate_limits" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "orders_unpaid" ON "orders" USING btree ("chain_id","expires_at") WHERE "orders"."status" = 'awaiting_payment';--> statement-breakpoint
CREATE INDEX "transactions_unsettled" ON "transactions" USING btree ("chain_id","sender") WHERE "transactions"."outcome" is null or "transactions"."outcome" = 'abandoned';