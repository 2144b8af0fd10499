-- The tickets of a race are read in the order of recording.
--
-- All purchases of a race come from one partition of the queue, and its offsets are recorded one after the other: what is recorded later has a
-- higher offset. So whatever was done with the tickets up to an offset is done for good. Reading them in this order also reads the table from
-- one end to the other, while the order of the message ids, many of which are not ordered by time, jumps to and fro in it.

DROP INDEX ticket_of_race;
CREATE INDEX ticket_of_race ON ticket (race_id, queue_offset);

-- Jobs that are under way begin again with the first ticket. What they have refunded or calculated so far is noted, and is not done twice.
ALTER TABLE refund_order ALTER COLUMN done_through TYPE bigint USING NULL;
ALTER TABLE payout_run ALTER COLUMN done_through TYPE bigint USING NULL;
COMMENT ON COLUMN refund_order.done_through IS 'The offset in the queue of the last ticket that was looked at';
COMMENT ON COLUMN payout_run.done_through IS 'The offset in the queue of the last ticket whose payout was calculated';

-- Final odds ---------------------------------------------------------------------------------------------------------

-- The stakes of the tickets are counted while sales go on, so that only the latest tickets are left to be counted after the end of sales.

CREATE TABLE ticket_count (
    race_id         bigint PRIMARY KEY REFERENCES race,
    counted_through bigint
);
COMMENT ON TABLE ticket_count IS 'The races whose tickets are being counted ahead of the end of sales; small races are not';
COMMENT ON COLUMN ticket_count.counted_through IS 'The offset in the queue of the last ticket that was counted; NULL before the first';

CREATE TABLE counted_stakes (
    race_id  bigint NOT NULL REFERENCES ticket_count,
    bet_type bet_type NOT NULL,
    stakes   bigint[] NOT NULL,
    PRIMARY KEY (race_id, bet_type)
) WITH (fillfactor = 50);
-- It is written whole with every step: compressing it would cost more than it saves.
ALTER TABLE counted_stakes ALTER COLUMN stakes SET STORAGE EXTERNAL;
COMMENT ON TABLE counted_stakes IS 'The stakes of the tickets that were counted ahead, void ones included; not the running totals, with which they are compared';
COMMENT ON COLUMN counted_stakes.stakes IS 'Yen by index of the combination, from index 0 in the first element';
