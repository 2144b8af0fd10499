-- What operators do about the queue: a stopped partition is resumed, another topic is adopted, a dead letter is retried or discarded.

-- The queue ----------------------------------------------------------------------------------------------------------

-- Jobs that go through the tickets of a race rely on it that what is recorded later has a higher number. The offsets of a topic that was made
-- again, and of a log that has lost its tail, begin lower than those that were recorded before; the base keeps the numbers rising.
ALTER TABLE queue_position
    ADD COLUMN offset_base bigint NOT NULL DEFAULT 0 CHECK (offset_base >= 0),
    ADD COLUMN resumptions bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN queue_position.offset_base IS 'What is added to an offset of this partition to get its number in ticket, refusal and dead_letter (queue_offset)';
COMMENT ON COLUMN queue_position.resumptions IS 'How often an operator resumed this partition; a recorder that has stopped it continues when this rises';

CREATE TABLE former_position (
    topic           uuid NOT NULL,
    queue_partition integer NOT NULL,
    next_offset     bigint NOT NULL,
    offset_base     bigint NOT NULL,
    left_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, queue_partition)
);
COMMENT ON TABLE former_position IS 'Where recording stood in topics that are not recorded any more';

-- Dead letters -------------------------------------------------------------------------------------------------------

ALTER TABLE dead_letter
    ADD COLUMN offset_base bigint NOT NULL DEFAULT 0,
    ADD COLUMN settled_as text CONSTRAINT settlement_is_known CHECK (settled_as IN ('RETRIED', 'DISCARDED')),
    ADD COLUMN settled_at timestamptz,
    ADD COLUMN settled_because text,
    ADD COLUMN retried_as uuid,
    ADD CONSTRAINT what_is_settled_says_when CHECK ((settled_as IS NULL) = (settled_at IS NULL)),
    ADD CONSTRAINT what_is_retried_says_as_what CHECK ((settled_as IS NOT DISTINCT FROM 'RETRIED') = (retried_as IS NOT NULL));
CREATE INDEX dead_letter_open ON dead_letter (appended_at, queue_partition, queue_offset) WHERE settled_as IS NULL;
CREATE INDEX dead_letter_of_purchase ON dead_letter (message_id) WHERE message_id IS NOT NULL;
COMMENT ON COLUMN dead_letter.queue_offset IS 'The number of the message in its partition: its offset and offset_base';
COMMENT ON COLUMN dead_letter.settled_as IS 'What an operator decided; NULL while nobody has';
COMMENT ON COLUMN dead_letter.retried_as IS 'The message id under which it was sent to the purchase topic again';
COMMENT ON COLUMN ticket.queue_offset IS 'The number of the message in its partition: its offset and the offset_base of its partition at the time';
COMMENT ON COLUMN refusal.queue_offset IS 'The number of the message in its partition: its offset and the offset_base of its partition at the time';
