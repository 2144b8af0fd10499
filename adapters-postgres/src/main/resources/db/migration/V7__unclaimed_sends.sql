-- Purchases that are sent while the status board is away are not shown there. Until they are recorded, only this row says that a purchase
-- which is found neither on the board nor in these tables may exist all the same.

CREATE TABLE unclaimed_sends (
    only_one        boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    unclaimed_until timestamptz NOT NULL
);
COMMENT ON TABLE unclaimed_sends IS 'Until when purchases may have been sent that were not claimed on the status board; no row if there never were any';

-- What was sent before this table existed was noted nowhere.
INSERT INTO unclaimed_sends (unclaimed_until) SELECT now() WHERE EXISTS (SELECT FROM purchase_claim);
