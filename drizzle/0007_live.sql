CREATE FUNCTION "notify_of_order"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('coinwright_orders', OLD."chain_id" || ' ' || OLD."address");
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE FUNCTION "notify_of_progress"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('coinwright_orders', "chain_id" || ' ' || "address") FROM "orders" WHERE "id" = NEW."order_id";
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "orders_changed" AFTER UPDATE ON "orders" FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION "notify_of_order"();--> statement-breakpoint
CREATE TRIGGER "orders_removed" AFTER DELETE ON "orders" FOR EACH ROW EXECUTE FUNCTION "notify_of_order"();--> statement-breakpoint
CREATE TRIGGER "progress_changed" AFTER INSERT OR UPDATE ON "progress" FOR EACH ROW EXECUTE FUNCTION "notify_of_progress"();