CREATE TYPE "public"."transaction_purpose" AS ENUM('delivery', 'nonce');--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "purpose" "transaction_purpose";--> statement-breakpoint
UPDATE "transactions" SET "purpose" = (CASE WHEN "order_id" IS NULL THEN 'nonce' ELSE 'delivery' END)::"transaction_purpose";--> statement-breakpoint
ALTER TABLE "transactions" ALTER COLUMN "purpose" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_purpose" CHECK (("transactions"."purpose" = 'delivery') = ("transactions"."order_id" is not null));