ALTER TABLE "orders" ADD COLUMN "held_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "held_cost_wei" numeric(78, 0);--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "held_most_per_gas" numeric(78, 0);--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "most_cost_wei" numeric(78, 0);--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_held" CHECK (num_nulls("orders"."held_since", "orders"."held_cost_wei", "orders"."held_most_per_gas") in (0, 3));