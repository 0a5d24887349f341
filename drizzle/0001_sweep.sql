ALTER TYPE "public"."transaction_outcome" ADD VALUE 'abandoned';--> statement-breakpoint
CREATE TABLE "cursors" (
	"chain_id" bigint NOT NULL,
	"checkout" text NOT NULL,
	"block_number" bigint NOT NULL,
	CONSTRAINT "cursors_chain_id_checkout_pk" PRIMARY KEY("chain_id","checkout")
);
--> statement-breakpoint
CREATE TABLE "progress" (
	"order_id" bigint PRIMARY KEY NOT NULL,
	"step" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "transactions" ALTER COLUMN "order_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "block_number" bigint;--> statement-breakpoint
ALTER TABLE "progress" ADD CONSTRAINT "progress_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "orders_unfinished" ON "orders" USING btree ("chain_id","id") WHERE "orders"."status" in ('paid', 'submitted');--> statement-breakpoint
CREATE INDEX "orders_block" ON "orders" USING btree ("chain_id","block_number");--> statement-breakpoint
CREATE UNIQUE INDEX "transactions_one_open_per_nonce" ON "transactions" USING btree ("chain_id","sender","nonce") WHERE "transactions"."outcome" is null;