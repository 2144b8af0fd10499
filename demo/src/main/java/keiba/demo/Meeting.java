package keiba.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The values of a demonstration that do not depend on its seed: the day, and numbers for races and bettors that were not used before.
 * A race id reads as day, meeting, race number: {@code 2026112200304} is race 4 of the third demonstration of that day.
 *
 * @param day the day in Japan
 * @param number which demonstration of the day it is, 1 to 999
 */
record Meeting(LocalDate day, int number) {
    static final int MAX_NUMBER = 999;
    static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private static final long MEETINGS = 1_000;
    private static final long RACES = 100;
    private static final long BETTORS = 10_000;

    /** Returns the day in Japan at a moment. */
    static LocalDate dayOf(Instant moment) {
        return moment.atZone(JAPAN).toLocalDate();
    }

    /** Returns the id of a race of the day. */
    long raceId(int race) {
        return meetingId() * RACES + race;
    }

    /** Returns the user id of a bettor. Every demonstration has its own, so that no bettor begins with what was won or lost before. */
    long userId(int bettor) {
        return meetingId() * BETTORS + bettor;
    }

    private long meetingId() {
        long date = day.getYear() * 10_000L + day.getMonthValue() * 100L + day.getDayOfMonth();
        return date * MEETINGS + number;
    }
}
