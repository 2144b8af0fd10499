-- What bettors were told of a race as it changed: jockeys, course, weather, weights, times, runners that are out. And the refused purchases of
-- a race are counted for its report.

-- Announcements ------------------------------------------------------------------------------------------------------

CREATE TABLE announcement (
    race_id      bigint NOT NULL REFERENCES race,
    version      integer NOT NULL CHECK (version >= 1),
    announced_at timestamptz NOT NULL DEFAULT now(),
    content      jsonb NOT NULL,
    PRIMARY KEY (race_id, version)
);
COMMENT ON TABLE announcement IS 'The announcements of a race, written in the transaction that changes the race; who made them is in operator_action';
COMMENT ON COLUMN announcement.version IS 'Of what is announced of the race, from this announcement on';
COMMENT ON COLUMN announcement.content IS 'What changed: each fact before and after';

-- Refusals -----------------------------------------------------------------------------------------------------------

-- What cannot be read names no race.
CREATE INDEX refusal_of_race ON refusal (race_id, reason) WHERE race_id IS NOT NULL;
