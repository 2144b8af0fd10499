-- The books. Money is whole yen. Every invariant that a constraint can hold is held by one; the rest is checked by BooksAudit.
--
-- Tables that grow with sales are partitioned by month of race_day, so that old months can be detached. What must be unique for ever
-- (message ids, references of cash movements) has a table of its own without partitions: a key that includes the day would let the same
-- id in again on another day.

CREATE DOMAIN bet_type AS text
    CHECK (VALUE IN ('WIN', 'PLACE', 'BRACKET_QUINELLA', 'QUINELLA', 'WIDE', 'EXACTA', 'TRIO', 'TRIFECTA', 'BRACKET_EXACTA'));

CREATE DOMAIN public_number AS bigint
    CHECK (VALUE BETWEEN 1 AND 9007199254740991);
COMMENT ON DOMAIN public_number IS 'The number of a race or a user: what every JSON reader keeps exactly, 1 to 2^53 - 1';

-- Races --------------------------------------------------------------------------------------------------------------

CREATE TABLE race (
    race_id   public_number PRIMARY KEY,
    race_day  date NOT NULL,
    post_time timestamptz NOT NULL,
    deadline  timestamptz NOT NULL,
    declared  jsonb NOT NULL,
    standing  jsonb NOT NULL,
    state     text NOT NULL GENERATED ALWAYS AS (standing ->> 'state') STORED
        CONSTRAINT state_is_known CHECK (state IN ('DECLARED', 'OPEN', 'SUSPENDED', 'CLOSED', 'RUNNING', 'UNOFFICIAL', 'INQUIRY',
                                                   'PLACED_TO_3', 'OFFICIAL', 'PAYABLE', 'EXPIRED', 'VOID')),
    version   bigint NOT NULL CHECK (version >= 1),
    CONSTRAINT deadline_is_not_after_post_time CHECK (deadline <= post_time)
);
CREATE INDEX race_by_day ON race (race_day, race_id);
CREATE INDEX race_unsettled ON race (race_id) WHERE state NOT IN ('PAYABLE', 'EXPIRED', 'VOID');
COMMENT ON TABLE race IS 'Races: how they were declared, and how they stand';
COMMENT ON COLUMN race.race_day IS 'The race day in Japan; never changes';
COMMENT ON COLUMN race.declared IS 'The accepted declaration';
COMMENT ON COLUMN race.standing IS 'State, field, who is out, result';
COMMENT ON COLUMN race.version IS 'Rises with every change';

CREATE TABLE runner (
    race_id      bigint NOT NULL REFERENCES race,
    horse_number smallint NOT NULL CHECK (horse_number BETWEEN 1 AND 18),
    name         text NOT NULL,
    jockey       text NOT NULL,
    PRIMARY KEY (race_id, horse_number)
);
COMMENT ON TABLE runner IS 'The declared horses of a race';

-- The queue ----------------------------------------------------------------------------------------------------------

CREATE TABLE queue_topic (
    only_one   boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    topic      uuid NOT NULL,
    partitions integer NOT NULL CHECK (partitions > 0)
);
COMMENT ON TABLE queue_topic IS 'The one topic that is recorded, and its number of partitions, which never changes';

CREATE TABLE queue_position (
    topic            uuid NOT NULL,
    queue_partition  integer NOT NULL CHECK (queue_partition >= 0),
    next_offset      bigint NOT NULL CHECK (next_offset >= 0),
    leader_epoch     integer NOT NULL,
    recorded_through timestamptz NOT NULL,
    PRIMARY KEY (topic, queue_partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE queue_position IS 'Where recording stands: the one truth about offsets, and the fence against a second recorder';
COMMENT ON COLUMN queue_position.recorded_through IS 'The broker''s time up to which everything in the partition is recorded';

CREATE TABLE dead_letter (
    topic           uuid NOT NULL,
    queue_partition integer NOT NULL,
    queue_offset    bigint NOT NULL,
    appended_at     timestamptz NOT NULL,
    message_id      uuid,
    reason          text NOT NULL,
    value           bytea NOT NULL,
    copied          boolean NOT NULL DEFAULT false,
    PRIMARY KEY (topic, queue_partition, queue_offset)
);
CREATE INDEX dead_letter_uncopied ON dead_letter (appended_at, queue_partition, queue_offset) WHERE NOT copied;
COMMENT ON TABLE dead_letter IS 'Messages that are no purchases, untouched';
COMMENT ON COLUMN dead_letter.copied IS 'Whether it is known to lie in the queue of dead letters';

-- Purchases ----------------------------------------------------------------------------------------------------------

CREATE TABLE purchase_claim (
    message_id uuid PRIMARY KEY,
    race_day   date NOT NULL
);
COMMENT ON TABLE purchase_claim IS 'Every message id that was ever recorded, once, whatever its race or day; race_day says where its ticket or refusal is';

CREATE TABLE ticket (
    race_day        date NOT NULL,
    message_id      uuid NOT NULL,
    user_id         public_number NOT NULL,
    race_id         bigint NOT NULL,
    bet_type        bet_type NOT NULL,
    selection       jsonb NOT NULL,
    combinations    integer[] NOT NULL,
    unit_yen        bigint NOT NULL,
    total_yen       bigint NOT NULL,
    queue_partition integer NOT NULL,
    queue_offset    bigint NOT NULL,
    purchased_at    timestamptz NOT NULL,
    PRIMARY KEY (race_day, message_id),
    CONSTRAINT unit_is_a_stake CHECK (unit_yen > 0 AND unit_yen % 100 = 0),
    CONSTRAINT total_is_unit_times_combinations CHECK (total_yen > 0 AND total_yen = unit_yen * cardinality(combinations))
) PARTITION BY RANGE (race_day);
CREATE INDEX ticket_of_user ON ticket (user_id, purchased_at, message_id);
CREATE INDEX ticket_of_race ON ticket (race_id);
COMMENT ON TABLE ticket IS 'Tickets: purchases that were accepted and paid';
COMMENT ON COLUMN ticket.combinations IS 'Indexes of the numbering of the bet type for the race''s declared runners';
COMMENT ON COLUMN ticket.unit_yen IS 'The stake on each combination';
COMMENT ON COLUMN ticket.purchased_at IS 'When the queue received it';

CREATE TABLE refusal (
    race_day        date NOT NULL,
    message_id      uuid NOT NULL,
    user_id         public_number,
    race_id         bigint,
    reason          text NOT NULL
        CONSTRAINT reason_is_known CHECK (reason IN ('RACE_UNKNOWN', 'RACE_NOT_OPEN', 'RACE_CLOSED', 'BET_TYPE_NOT_ON_SALE',
                                                     'INVALID_SELECTION', 'RUNNER_SCRATCHED', 'INVALID_AMOUNT', 'INSUFFICIENT_FUNDS',
                                                     'LIMIT_EXCEEDED', 'NOT_RECEIVED', 'MALFORMED')),
    fingerprint     text,
    queue_partition integer,
    queue_offset    bigint,
    refused_at      timestamptz NOT NULL,
    PRIMARY KEY (race_day, message_id)
) PARTITION BY RANGE (race_day);
COMMENT ON TABLE refusal IS 'Purchases that were refused, for good and without money';
COMMENT ON COLUMN refusal.race_day IS 'The day of the race; of an unknown race, the day in Japan on which the queue received the purchase';
COMMENT ON COLUMN refusal.fingerprint IS 'What was asked for, to compare a repetition with';

-- Pools --------------------------------------------------------------------------------------------------------------

CREATE TABLE pool (
    race_id   bigint NOT NULL REFERENCES race,
    bet_type  bet_type NOT NULL,
    version   bigint NOT NULL CHECK (version >= 0),
    stakes    bigint[] NOT NULL,
    total_yen bigint NOT NULL CONSTRAINT pool_has_room CHECK (total_yen BETWEEN 0 AND 10000000000000),
    PRIMARY KEY (race_id, bet_type)
) WITH (fillfactor = 50);
-- A pool is read and written whole, many times a second: compressing it would cost more than it saves.
ALTER TABLE pool ALTER COLUMN stakes SET STORAGE EXTERNAL;
COMMENT ON TABLE pool IS 'The running totals of the tickets'' stakes, void ones included';
COMMENT ON COLUMN pool.stakes IS 'Yen by index of the combination, from index 0 in the first element';

-- The ledger ---------------------------------------------------------------------------------------------------------

CREATE TABLE account (
    account_id  text COLLATE "C" PRIMARY KEY,
    class       text NOT NULL CHECK (class IN ('BETTOR', 'POOL', 'PAYABLE', 'HOUSE', 'EXPIRED', 'CASH')),
    user_id     public_number,
    race_id     bigint REFERENCES race,
    bet_type    bet_type,
    balance_yen bigint NOT NULL DEFAULT 0,
    opened_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT account_is_named_by_what_it_is CHECK (
        account_id IS NOT DISTINCT FROM CASE class
            WHEN 'BETTOR' THEN 'bettor:' || user_id
            WHEN 'POOL' THEN 'pool:' || race_id || ':' || bet_type
            WHEN 'PAYABLE' THEN 'payable:' || race_id
            WHEN 'HOUSE' THEN 'house'
            WHEN 'EXPIRED' THEN 'house:expired'
            WHEN 'CASH' THEN 'cash'
        END),
    CONSTRAINT balance_has_the_sign_of_its_class CHECK (
        CASE class
            WHEN 'HOUSE' THEN true
            WHEN 'CASH' THEN balance_yen <= 0
            ELSE balance_yen >= 0
        END)
) WITH (fillfactor = 70);
COMMENT ON TABLE account IS 'Accounts of the double-entry ledger; a balance is what was credited less what was debited';
COMMENT ON COLUMN account.account_id IS 'bettor:{user}, pool:{race}:{TYPE}, payable:{race}, house, house:expired, cash; locked in this order';
COMMENT ON COLUMN account.balance_yen IS 'All balances together are zero; cash is negative by what bettors have brought';

INSERT INTO account (account_id, class) VALUES ('cash', 'CASH'), ('house', 'HOUSE'), ('house:expired', 'EXPIRED');

CREATE SEQUENCE transfer_id;

CREATE TABLE transfer (
    race_day          date NOT NULL,
    transfer_id       bigint NOT NULL DEFAULT nextval('transfer_id'),
    kind              text NOT NULL CHECK (kind IN ('DEPOSIT', 'WITHDRAWAL', 'STAKE', 'REFUND', 'PAYOUT', 'SETTLEMENT', 'EXPIRY')),
    debit             text COLLATE "C" NOT NULL,
    credit            text COLLATE "C" NOT NULL,
    yen               bigint NOT NULL CHECK (yen > 0),
    reference         uuid NOT NULL,
    user_id           bigint,
    balance_after_yen bigint CHECK (balance_after_yen >= 0),
    booked_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (race_day, transfer_id),
    CONSTRAINT transfer_moves_between_two_accounts CHECK (debit <> credit),
    CONSTRAINT bettor_side_has_its_balance CHECK ((user_id IS NULL) = (balance_after_yen IS NULL))
) PARTITION BY RANGE (race_day);
CREATE INDEX transfer_of_user ON transfer (user_id, transfer_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX stake_is_debited_once ON transfer (race_day, reference) WHERE kind = 'STAKE';
COMMENT ON TABLE transfer IS 'The ledger: money moves from one account to another and is never changed afterwards';
COMMENT ON COLUMN transfer.race_day IS 'The day of the race; of cash, the day in Japan on which it was moved';
COMMENT ON COLUMN transfer.reference IS 'The purchase''s message id, or the reference of the cash movement';
COMMENT ON COLUMN transfer.user_id IS 'The bettor whose account is one of the two';
COMMENT ON COLUMN transfer.balance_after_yen IS 'The bettor''s balance right after';

CREATE TABLE cash_movement (
    reference         uuid PRIMARY KEY,
    user_id           public_number NOT NULL,
    kind              text NOT NULL CHECK (kind IN ('DEPOSIT', 'WITHDRAWAL')),
    yen               bigint NOT NULL CHECK (yen > 0),
    balance_after_yen bigint NOT NULL CHECK (balance_after_yen >= 0),
    actor             bigint NOT NULL,
    moved_at          timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE cash_movement IS 'Every cash movement by its reference, once, whatever the day';

-- The audit trail ----------------------------------------------------------------------------------------------------

CREATE TABLE operator_action (
    action_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    done_at   timestamptz NOT NULL DEFAULT now(),
    actor     bigint NOT NULL,
    action    text NOT NULL,
    subject   text NOT NULL,
    before    jsonb,
    after     jsonb,
    software  text NOT NULL
);
CREATE INDEX operator_action_by_subject ON operator_action (subject, action_id);
COMMENT ON TABLE operator_action IS 'Who did what: every change that an operator or cashier made';
COMMENT ON COLUMN operator_action.software IS 'The version of the software that did it';

-- Partitions ---------------------------------------------------------------------------------------------------------

CREATE TABLE ticket_other PARTITION OF ticket DEFAULT;
CREATE TABLE refusal_other PARTITION OF refusal DEFAULT;
CREATE TABLE transfer_other PARTITION OF transfer DEFAULT;

CREATE FUNCTION ensure_partition(parent text, day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first_day date := date_trunc('month', day)::date;
    next_first date := (date_trunc('month', day) + interval '1 month')::date;
    month text := parent || '_' || to_char(day, 'YYYY_MM');
BEGIN
    IF to_regclass(quote_ident(month)) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent || '_other');
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS)', month, parent);
    EXECUTE format(
        'WITH moved AS (DELETE FROM %I WHERE race_day >= %L AND race_day < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
        parent || '_other', first_day, next_first, month);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, month, first_day, next_first);
END
$$;
COMMENT ON FUNCTION ensure_partition IS 'Makes the partition of a month and moves there what the default partition holds of it';

CREATE FUNCTION ensure_partitions(day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- One at a time; and in the order in which recording writes, so that the two never wait for each other crosswise.
    PERFORM pg_advisory_xact_lock(hashtext('ensure_partitions'));
    PERFORM ensure_partition('ticket', day);
    PERFORM ensure_partition('refusal', day);
    PERFORM ensure_partition('transfer', day);
END
$$;
COMMENT ON FUNCTION ensure_partitions IS 'Makes the partitions of the month of a day, where they are missing';
