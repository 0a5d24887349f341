ALTER TABLE "orders" DROP CONSTRAINT "orders_cap";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "features" text[];--> statement-breakpoint
UPDATE "orders" SET "features" = array_remove(array[
	case when "burnable" then 'burnable' end,
	case when "mintable" then 'mintable' end,
	case when "pausable" then 'pausable' end
], null);--> statement-breakpoint
ALTER TABLE "orders" ALTER COLUMN "features" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" DROP COLUMN "burnable";--> statement-breakpoint
ALTER TABLE "orders" DROP COLUMN "mintable";--> statement-breakpoint
ALTER TABLE "orders" DROP COLUMN "pausable";--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_features" CHECK (cardinality("orders"."features") = ("orders"."features" @> array['burnable'])::int + ("orders"."features" @> array['mintable'])::int + ("orders"."features" @> array['pausable'])::int + ("orders"."features" @> array['votes'])::int + ("orders"."features" @> array['callbacks'])::int);--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_votes_units" CHECK (not "orders"."features" @> array['votes'] or greatest("orders"."supply_units", "orders"."cap_units") <= 411376139330301510538742295639337626245683966408394965837152255);--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_cap" CHECK ("orders"."cap_units" is null or (("orders"."features" @> array['mintable']) and "orders"."cap_units" between "orders"."supply_units" and 115792089237316195423570985008687907853269984665640564039457584007913129639935));