-- The odds of each board over time, for plots. Nothing about money is read from here.

CREATE TABLE odds_history (
    race_id      bigint NOT NULL REFERENCES race,
    bet_type     bet_type NOT NULL,
    step_seconds integer NOT NULL CHECK (step_seconds > 0),
    PRIMARY KEY (race_id, bet_type)
);
COMMENT ON TABLE odds_history IS 'The boards whose odds over time are kept';
COMMENT ON COLUMN odds_history.step_seconds IS 'How long a slot is; doubled whenever the points become too many';

CREATE TABLE odds_history_point (
    race_id  bigint NOT NULL,
    bet_type bet_type NOT NULL,
    slot     bigint NOT NULL,
    as_of    timestamptz NOT NULL,
    version  bigint NOT NULL,
    is_final boolean NOT NULL,
    sales    bigint NOT NULL,
    low      integer[] NOT NULL,
    high     integer[] NOT NULL,
    PRIMARY KEY (race_id, bet_type, slot),
    FOREIGN KEY (race_id, bet_type) REFERENCES odds_history ON DELETE CASCADE
);
COMMENT ON TABLE odds_history_point IS 'The newest odds that were published in each slot; may be deleted at any time, nothing depends on it';
COMMENT ON COLUMN odds_history_point.slot IS 'The number of the slot since the epoch, in steps of odds_history.step_seconds';
COMMENT ON COLUMN odds_history_point.low IS 'The odds in tenths, or their lower end, by line of the board; 0 for none';
COMMENT ON COLUMN odds_history_point.high IS 'The upper end of the odds in tenths, by line of the board; empty for types whose odds are no ranges';
