"""An event is never changed or deleted, by anybody: only the index of whose it is may be rewritten."""

from django.db import migrations

FORBID = """
CREATE FUNCTION events_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'customer_id' = to_jsonb(OLD) - 'customer_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an event is never changed or deleted; record a correction' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER events_event_is_final BEFORE UPDATE OR DELETE ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_event_is_final();
"""
ALLOW = "DROP TRIGGER events_event_is_final ON events_event; DROP FUNCTION events_event_is_final();"


class Migration(migrations.Migration):
    dependencies = [("events", "0001_timelines_and_events")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
