-- Any bytes that the topic can hold become a dead letter, also no bytes at all; and what was recorded can be listed in the order of recording.

-- Dead letters -------------------------------------------------------------------------------------------------------

ALTER TABLE dead_letter
    ALTER COLUMN value DROP NOT NULL,
    ADD COLUMN not_copied_because text;
DROP INDEX dead_letter_uncopied;
CREATE INDEX dead_letter_uncopied ON dead_letter (appended_at, queue_partition, queue_offset)
    WHERE NOT copied AND not_copied_because IS NULL;
COMMENT ON COLUMN dead_letter.value IS 'The message as it came; NULL for a message without a value, which is not the same as a value without bytes';
COMMENT ON COLUMN dead_letter.not_copied_because IS 'Why the queue of dead letters will never take it, as when it is too large; it is kept here only';

-- Purchases ----------------------------------------------------------------------------------------------------------

-- Purchases from before this migration count as recorded long ago: otherwise all of them would be shown in Redis again.
ALTER TABLE ticket ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT 'epoch';
ALTER TABLE refusal ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT 'epoch';
ALTER TABLE ticket ALTER COLUMN recorded_at SET DEFAULT now();
ALTER TABLE refusal ALTER COLUMN recorded_at SET DEFAULT now();
CREATE INDEX ticket_by_recording ON ticket (recorded_at, message_id);
CREATE INDEX refusal_by_recording ON refusal (recorded_at, message_id);
COMMENT ON COLUMN ticket.recorded_at IS 'When the transaction began that recorded it, by the clock of PostgreSQL; epoch for rows from before this column';
COMMENT ON COLUMN refusal.recorded_at IS 'When the transaction began that recorded it, by the clock of PostgreSQL';
