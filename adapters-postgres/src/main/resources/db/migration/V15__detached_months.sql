-- Old months can be detached. What the transfers of a detached month add up to is carried forward by account, as when an accountant closes a
-- period, so that every balance is still proven by rows of this database.

CREATE TABLE detached_month (
    first_day   date PRIMARY KEY CHECK (first_day = date_trunc('month', first_day)),
    purchases   bigint NOT NULL CHECK (purchases >= 0),
    transfers   bigint NOT NULL CHECK (transfers >= 0),
    detached_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE detached_month IS 'The months of race days whose tickets, refusals, refunds, payouts and transfers were detached';
COMMENT ON COLUMN detached_month.purchases IS 'The number of message ids that were deleted from purchase_claim';
COMMENT ON COLUMN detached_month.transfers IS 'The number of transfers that were detached';

CREATE TABLE carried_forward (
    account_id       text COLLATE "C" PRIMARY KEY,
    yen              bigint NOT NULL,
    through_transfer bigint NOT NULL
);
COMMENT ON TABLE carried_forward IS 'The sum of the detached transfers of each account, credits less debits; all sums together are zero';
COMMENT ON COLUMN carried_forward.through_transfer IS 'The last detached transfer of the account; entries of its statement before that one are not consecutive any more';

CREATE TABLE detached_figure (
    race_id bigint NOT NULL REFERENCES race,
    kind    text NOT NULL CHECK (kind IN ('SOLD', 'REFUNDED', 'WON', 'PAYOUTS', 'REFUSED')),
    name    text NOT NULL,
    items   bigint NOT NULL CHECK (items > 0),
    yen     bigint NOT NULL CHECK (yen >= 0),
    PRIMARY KEY (race_id, kind, name)
);
COMMENT ON TABLE detached_figure IS 'The numbers and sums of the detached rows of each race, for its report';
COMMENT ON COLUMN detached_figure.kind IS 'SOLD tickets, REFUNDED refunds and WON payouts by bet type, PAYOUTS by status, REFUSED purchases by reason';

CREATE VIEW attached_race AS
SELECT race_id FROM race WHERE date_trunc('month', race_day)::date NOT IN (SELECT first_day FROM detached_month);
COMMENT ON VIEW attached_race IS 'The races whose tickets are not detached';

COMMENT ON TABLE purchase_claim IS 'Every message id that was ever recorded, once, whatever its race or day; race_day says where its ticket or refusal is. The ids of detached months are deleted';

-- Rows of a detached month that come later, such as the refusal of a purchase that is sent again, lie in the default partition.
CREATE OR REPLACE FUNCTION ensure_partitions(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month text := to_char(day, 'YYYY_MM');
BEGIN
    -- One at a time; and in the order in which recording, refunds and payouts go from table to table, so that none waits crosswise.
    PERFORM pg_advisory_xact_lock(hashtext('ensure_partitions'));
    IF EXISTS (SELECT FROM detached_month WHERE first_day = date_trunc('month', day)) THEN
        RETURN;
    END IF;
    PERFORM ensure_partition('ticket', day);
    PERFORM ensure_partition('refusal', day);
    PERFORM ensure_partition('refund', day);
    PERFORM ensure_partition('payout', day);
    PERFORM ensure_partition('transfer', day);
    -- Every payout is updated once: the room lets its new version stay on its page.
    EXECUTE format('ALTER TABLE %I SET (fillfactor = 80)', 'payout_' || month);
END
$$;
