DROP INDEX "orders_listed";--> statement-breakpoint
CREATE INDEX "orders_listed_of" ON "orders" USING btree ("deployer","id") WHERE ("orders"."paid_at" is not null or "orders"."status" = 'deployed');--> statement-breakpoint
CREATE INDEX "orders_open" ON "orders" USING btree ("chain_id","checkout") WHERE "orders"."status" not in ('deployed', 'refunded');--> statement-breakpoint
CREATE INDEX "orders_listed" ON "orders" USING btree ("id") WHERE ("orders"."paid_at" is not null or "orders"."status" = 'deployed');