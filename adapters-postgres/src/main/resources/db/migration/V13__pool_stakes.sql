-- The stakes of a pool in segments, so that a purchase of a few combinations rewrites a kilobyte and not all 4,896 stakes of a trifecta pool.

CREATE TABLE pool_stakes (
    race_id  bigint NOT NULL,
    bet_type bet_type NOT NULL,
    segment  integer NOT NULL CHECK (segment >= 0),
    stakes   bigint[] NOT NULL CHECK (cardinality(stakes) BETWEEN 1 AND 128),
    PRIMARY KEY (race_id, bet_type, segment),
    FOREIGN KEY (race_id, bet_type) REFERENCES pool
) WITH (fillfactor = 50);
-- A segment is short enough to lie in its row; compressing it would cost more than it saves.
ALTER TABLE pool_stakes ALTER COLUMN stakes SET STORAGE EXTERNAL;
COMMENT ON TABLE pool_stakes IS 'The running totals of the tickets'' stakes by combination, void ones included';
COMMENT ON COLUMN pool_stakes.segment IS 'Segment 0 holds the combinations with the indexes 0 to 127, segment 1 those from 128 to 255, and so on';
COMMENT ON COLUMN pool_stakes.stakes IS 'Yen by index of the combination, from the first index of the segment in the first element';

INSERT INTO pool_stakes (race_id, bet_type, segment, stakes)
SELECT race_id, bet_type, segment, stakes[segment * 128 + 1 : segment * 128 + 128]
FROM pool, generate_series(0, (cardinality(stakes) - 1) / 128) AS segment;

ALTER TABLE pool DROP COLUMN stakes;
COMMENT ON TABLE pool IS 'The running totals of the tickets'' stakes by bet type, void ones included; a row is locked for every change of its pool';
