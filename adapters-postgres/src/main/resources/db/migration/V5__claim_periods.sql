-- Claim periods can be extended, and holds protect payouts beyond the last day to claim them.

ALTER TABLE payout ADD COLUMN expired_after date;
UPDATE payout SET expired_after = expires_on FROM race WHERE race.race_id = payout.race_id AND status = 'EXPIRED';
ALTER TABLE payout ADD CONSTRAINT what_is_expired_says_after_which_day CHECK ((status = 'EXPIRED') = (expired_after IS NOT NULL));
COMMENT ON COLUMN payout.expired_after IS 'The last day in Japan on which it could have been claimed; the race''s own last day may be extended afterwards';
COMMENT ON TABLE payout_hold IS 'Where operators hold payouts: they are neither executed nor left to the house';
