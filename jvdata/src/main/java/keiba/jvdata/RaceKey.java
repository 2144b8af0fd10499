package keiba.jvdata;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a race (競走識別情報): the day, the course, the meeting and the number of the race. Its text has 16 characters, as in
 * {@code "2023080501010503"}: year, month and day, course, meeting, day of the meeting, race.
 *
 * <p>Source: JV-Data specification 4.9.0, bytes 12 to 27 of every record about a race, as public programs that read it show it.
 *
 * @param date the day on which the race is run
 * @param course the code of the course (競馬場コード, table 2001): two digits or capital letters, {@code "05"} for Tokyo
 * @param meeting the number of the meeting on this course in the year (開催回), 0 to 99
 * @param day the number of the day in the meeting (開催日目), 0 to 99
 * @param race the number of the race on the day, 1 to 99
 */
public record RaceKey(LocalDate date, String course, int meeting, int day, int race) implements Comparable<RaceKey> {
    static final int POSITION = 12;
    static final int LENGTH = 16;

    private static final Pattern TEXT =
            Pattern.compile("([0-9]{4})([0-9]{2})([0-9]{2})([0-9A-Z]{2})([0-9]{2})([0-9]{2})([0-9]{2})");
    private static final Pattern COURSE = Pattern.compile("[0-9A-Z]{2}");
    private static final Map<String, String> JRA_COURSES = Map.of(
            "01", "札幌", "02", "函館", "03", "福島", "04", "新潟", "05", "東京", "06", "中山", "07", "中京", "08", "京都", "09", "阪神",
            "10", "小倉");

    /**
     * Creates a key.
     *
     * @throws IllegalArgumentException for components that are not as described above
     */
    public RaceKey {
        if (date.getYear() < 0
                || date.getYear() > 9999
                || !COURSE.matcher(course).matches()) {
            throw new IllegalArgumentException(
                    "a race must have a year of four digits and a course of two digits or capital letters, not " + date
                            + ", \"" + course + "\"");
        }
        if (!isShort(meeting, 0) || !isShort(day, 0) || !isShort(race, 1)) {
            throw new IllegalArgumentException(
                    "a meeting and its day must be from 0 to 99 and a race from 1 to 99, not " + meeting + ", " + day
                            + " and " + race);
        }
    }

    private static boolean isShort(int number, int least) {
        return number >= least && number <= 99;
    }

    /**
     * Parses the text of 16 characters.
     *
     * @param text the text that {@link #toString} returns
     * @return the key; empty for any other text
     */
    public static Optional<RaceKey> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || number(parts, 7) == 0) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
            return Optional.of(new RaceKey(date, parts.group(4), number(parts, 5), number(parts, 6), number(parts, 7)));
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    static RaceKey of(JvRecord record) {
        return parse(record.text(POSITION, LENGTH))
                .orElseThrow(() -> record.invalid(
                        "key of the race",
                        POSITION,
                        LENGTH,
                        "a date as yyyymmdd, a course, a meeting, a day and a race from 01, two characters each"));
    }

    /** {@return the Japanese name of one of the ten courses of JRA, {@code "札幌"}; empty for any other course} */
    public Optional<String> courseName() {
        return Optional.ofNullable(JRA_COURSES.get(course));
    }

    /** Compares by the text, which puts the races of a day and course in their order. */
    @Override
    public int compareTo(RaceKey other) {
        return toString().compareTo(other.toString());
    }

    /** {@return the text of 16 characters} */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%04d%02d%02d%s%02d%02d%02d",
                date.getYear(),
                date.getMonthValue(),
                date.getDayOfMonth(),
                course,
                meeting,
                day,
                race);
    }
}
