-- The rest of a race's day: the end of its sales, final odds, refunds, payouts, and what lapses.
--
-- Jobs that go through all tickets of a race (refunds, payouts) do so in the order of the message ids, some thousand at a time, and note in
-- the same transaction how far they have come: a crash loses nothing and repeats nothing.

-- Races --------------------------------------------------------------------------------------------------------------

ALTER TABLE race
    ADD COLUMN closing_phase text GENERATED ALWAYS AS (standing #>> '{closing,phase}') STORED
        CONSTRAINT closing_phase_is_known CHECK (closing_phase IN ('CLOSING', 'FENCED', 'FINAL')),
    ADD COLUMN expires_on date,
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();

UPDATE race SET expires_on = race_day + 60, standing = standing || jsonb_build_object('expires_on', race_day + 60);
-- So far only races on sale took purchases: what is closed is complete.
UPDATE race
SET standing = standing || jsonb_build_object('closing', jsonb_build_object(
    'id', gen_random_uuid(), 'at', to_char(deadline AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'was_selling', false, 'phase', 'FENCED'))
WHERE state IN ('CLOSED', 'RUNNING', 'UNOFFICIAL', 'INQUIRY', 'PLACED_TO_3', 'OFFICIAL');

ALTER TABLE race ALTER COLUMN expires_on SET NOT NULL;
CREATE INDEX race_selling ON race (deadline) WHERE state IN ('OPEN', 'SUSPENDED');
CREATE INDEX race_closing ON race (closing_phase, race_id) WHERE closing_phase IN ('CLOSING', 'FENCED') AND state <> 'VOID';
CREATE INDEX race_payable ON race (expires_on, race_id) WHERE state = 'PAYABLE';
CREATE INDEX race_by_change ON race (changed_at);
COMMENT ON COLUMN race.standing IS 'State, field, who is out, how sales ended, result, how long payouts can be claimed';
COMMENT ON COLUMN race.closing_phase IS 'How far the end of sales has come';
COMMENT ON COLUMN race.expires_on IS 'The last day in Japan on which its payouts can be claimed';
COMMENT ON COLUMN race.changed_at IS 'When it last changed';

ALTER TABLE operator_action ALTER COLUMN actor DROP NOT NULL;
ALTER TABLE cash_movement ALTER COLUMN actor DROP NOT NULL;
COMMENT ON COLUMN operator_action.actor IS 'Who did it; null for what the system does when its time has come';
COMMENT ON TABLE operator_action IS 'Who did what: every change that an operator, a cashier or the system by itself made';

-- Final odds ---------------------------------------------------------------------------------------------------------

CREATE TABLE final_odds (
    race_id  bigint NOT NULL REFERENCES race,
    bet_type bet_type NOT NULL,
    version  bigint NOT NULL,
    as_of    timestamptz NOT NULL,
    sheet    jsonb NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (race_id, bet_type, version)
);
COMMENT ON TABLE final_odds IS 'Final odds, as they were declared; a scratch after the close leads to another version';
COMMENT ON COLUMN final_odds.as_of IS 'When the pool was read';
COMMENT ON COLUMN final_odds.sheet IS 'The odds as they are shown to everybody';

-- Tickets ------------------------------------------------------------------------------------------------------------

ALTER TABLE ticket
    ADD COLUMN refunded_yen bigint NOT NULL DEFAULT 0
        CONSTRAINT refunded_is_part_of_total CHECK (refunded_yen BETWEEN 0 AND total_yen);
COMMENT ON COLUMN ticket.refunded_yen IS 'What was given back so far: the sum of its refunds';
DROP INDEX ticket_of_race;
CREATE INDEX ticket_of_race ON ticket (race_id, message_id);

-- Refunds ------------------------------------------------------------------------------------------------------------

CREATE TABLE refund_order (
    order_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    race_id      bigint NOT NULL REFERENCES race,
    ordered_at   timestamptz NOT NULL DEFAULT now(),
    done_through uuid,
    done         boolean NOT NULL DEFAULT false
);
CREATE INDEX refund_order_open ON refund_order (race_id, order_id) WHERE NOT done;
COMMENT ON TABLE refund_order IS 'What is to be refunded because of one change of a race; written in the transaction that changes the race';
COMMENT ON COLUMN refund_order.done_through IS 'The last ticket that was looked at, in order of message_id';

CREATE TABLE refund_order_type (
    order_id     bigint NOT NULL REFERENCES refund_order,
    bet_type     bet_type NOT NULL,
    combinations integer[] NOT NULL,
    PRIMARY KEY (order_id, bet_type)
);
COMMENT ON TABLE refund_order_type IS 'The combinations of a bet type that became void, and were not before';

CREATE TABLE refund (
    race_day   date NOT NULL,
    message_id uuid NOT NULL,
    order_id   bigint NOT NULL,
    race_id    bigint NOT NULL,
    bet_type   bet_type NOT NULL,
    yen        bigint NOT NULL CHECK (yen > 0),
    PRIMARY KEY (race_day, message_id, order_id)
) PARTITION BY RANGE (race_day);
CREATE INDEX refund_of_race ON refund (race_id);
COMMENT ON TABLE refund IS 'What a ticket was given back, once for each change that made something of it void';

-- Settlement ---------------------------------------------------------------------------------------------------------

CREATE TABLE payout_run (
    race_id       bigint PRIMARY KEY REFERENCES race,
    reference     uuid NOT NULL DEFAULT gen_random_uuid(),
    begun_at      timestamptz NOT NULL DEFAULT now(),
    done_through  uuid,
    calculated    boolean NOT NULL DEFAULT false,
    paid_through  uuid
);
COMMENT ON TABLE payout_run IS 'How far the payouts of a race have come';
COMMENT ON COLUMN payout_run.reference IS 'What the transfers out of the race''s pools carry';
COMMENT ON COLUMN payout_run.done_through IS 'The last ticket whose payout was calculated, in order of message_id';
COMMENT ON COLUMN payout_run.calculated IS 'Whether that was the last ticket of the race';
COMMENT ON COLUMN payout_run.paid_through IS 'No payout up to this one, in order of message_id, is waiting any more';

CREATE TABLE settlement (
    race_id         bigint NOT NULL REFERENCES payout_run,
    bet_type        bet_type NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('DIVIDEND', 'SPECIAL', 'VOID', 'NO_SALES')),
    winning         integer[] NOT NULL,
    pays_index      integer[] NOT NULL,
    pays_per100     bigint[] NOT NULL,
    pays_popularity integer[] NOT NULL,
    special_per100  bigint,
    sales           bigint NOT NULL CHECK (sales >= 0),
    refunds         bigint NOT NULL CHECK (refunds BETWEEN 0 AND sales),
    payouts         bigint NOT NULL CHECK (payouts >= 0),
    takeout         bigint NOT NULL,
    breakage        bigint NOT NULL,
    top_ups         bigint NOT NULL,
    PRIMARY KEY (race_id, bet_type),
    CONSTRAINT every_paying_combination_is_whole CHECK (
        cardinality(pays_index) = cardinality(pays_per100) AND cardinality(pays_index) = cardinality(pays_popularity)),
    CONSTRAINT only_a_special_dividend_is_special CHECK ((kind = 'SPECIAL') = (special_per100 IS NOT NULL)),
    CONSTRAINT sums_balance CHECK (sales - refunds = payouts + takeout + breakage - top_ups)
);
COMMENT ON TABLE settlement IS 'How a bet type of a race was settled, for good; money in yen';
COMMENT ON COLUMN settlement.winning IS 'The winning combinations, unbacked ones too';
COMMENT ON COLUMN settlement.pays_index IS 'The combinations that pay';
COMMENT ON COLUMN settlement.pays_per100 IS 'What each of them pays for a stake of 100 yen';
COMMENT ON COLUMN settlement.pays_popularity IS 'The rank of each of them by live stake; 0 without one';

CREATE TABLE payout (
    race_day          date NOT NULL,
    message_id        uuid NOT NULL,
    race_id           bigint NOT NULL,
    bet_type          bet_type NOT NULL,
    user_id           public_number NOT NULL,
    purchased_at      timestamptz NOT NULL,
    yen               bigint NOT NULL CHECK (yen > 0),
    status            text NOT NULL DEFAULT 'CALCULATED' CHECK (status IN ('CALCULATED', 'PAID', 'EXPIRED')),
    calculated_at     timestamptz NOT NULL DEFAULT now(),
    paid_at           timestamptz,
    balance_after_yen bigint CHECK (balance_after_yen >= 0),
    PRIMARY KEY (race_day, message_id),
    CONSTRAINT what_is_paid_says_when CHECK ((status = 'PAID') = (paid_at IS NOT NULL)),
    CONSTRAINT what_is_paid_has_its_balance CHECK ((status = 'PAID') = (balance_after_yen IS NOT NULL))
) PARTITION BY RANGE (race_day);
-- No index holds the status: paying then needs no new index entries.
CREATE INDEX payout_of_race ON payout (race_id, message_id);
CREATE INDEX payout_of_user ON payout (user_id, purchased_at, message_id);
CREATE UNIQUE INDEX payout_leaves_once ON transfer (race_day, reference) WHERE kind IN ('PAYOUT', 'EXPIRY');
COMMENT ON TABLE payout IS 'What winning tickets are paid, refunds apart';
COMMENT ON COLUMN payout.purchased_at IS 'When the queue received the ticket''s purchase';
COMMENT ON COLUMN payout.balance_after_yen IS 'The bettor''s balance right after it was paid';

CREATE TABLE execution_order (
    race_id    bigint PRIMARY KEY REFERENCES race,
    ordered_at timestamptz NOT NULL DEFAULT now(),
    done       boolean NOT NULL DEFAULT false
);
CREATE INDEX execution_order_open ON execution_order (race_id) WHERE NOT done;
COMMENT ON TABLE execution_order IS 'The races whose payouts an operator ordered to be paid';

CREATE TABLE payout_hold (
    race_id bigint UNIQUE NULLS NOT DISTINCT,
    reason  text NOT NULL,
    held_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE payout_hold IS 'Where operators hold the execution of payouts up';
COMMENT ON COLUMN payout_hold.race_id IS 'Of this race; null for all races';

-- Partitions ---------------------------------------------------------------------------------------------------------

CREATE TABLE refund_other PARTITION OF refund DEFAULT;
CREATE TABLE payout_other PARTITION OF payout DEFAULT WITH (fillfactor = 80);

CREATE OR REPLACE FUNCTION ensure_partitions(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month text := to_char(day, 'YYYY_MM');
BEGIN
    -- One at a time; and in the order in which recording, refunds and payouts go from table to table, so that none waits crosswise.
    PERFORM pg_advisory_xact_lock(hashtext('ensure_partitions'));
    PERFORM ensure_partition('ticket', day);
    PERFORM ensure_partition('refusal', day);
    PERFORM ensure_partition('refund', day);
    PERFORM ensure_partition('payout', day);
    PERFORM ensure_partition('transfer', day);
    -- Every payout is updated once: the room lets its new version stay on its page.
    EXECUTE format('ALTER TABLE %I SET (fillfactor = 80)', 'payout_' || month);
END
$$;
