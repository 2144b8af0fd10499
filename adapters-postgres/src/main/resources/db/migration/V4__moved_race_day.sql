-- The race day is the day of the post time in Japan. It follows the post time until sales open; nothing has been sold before that.

COMMENT ON COLUMN race.race_day IS 'The race day in Japan; follows the post time until sales open, and never changes after that';
COMMENT ON COLUMN race.declared IS 'The accepted declaration, as it was first made';
