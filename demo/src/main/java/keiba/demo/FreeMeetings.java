package keiba.demo;

import java.time.Instant;
import java.time.LocalDate;

/** Finds meetings that no demonstration has held yet. Remembers the last one, so that the next search of that day begins there. */
final class FreeMeetings {
    private static final Meeting NONE = new Meeting(LocalDate.EPOCH, 1);

    private final DemoClient client;
    private Meeting last = NONE;

    FreeMeetings(DemoClient client) {
        this.client = client;
    }

    /**
     * Returns a free meeting of the day in Japan.
     *
     * @throws UnexpectedAnswerException if all meetings of the day have been held
     */
    Meeting next(Instant now) throws InterruptedException {
        return next(Meeting.dayOf(now));
    }

    /**
     * Returns a free meeting of a day. The same one again if its first race was not declared.
     *
     * @throws UnexpectedAnswerException if all meetings of the day have been held
     */
    Meeting next(LocalDate day) throws InterruptedException {
        int first = last.day().equals(day) ? last.number() : 1;
        for (int number = first; number <= Meeting.MAX_NUMBER; number++) {
            last = new Meeting(day, number);
            if (!client.isRace(last.raceId(1))) {
                return last;
            }
        }
        throw new UnexpectedAnswerException("all " + Meeting.MAX_NUMBER + " meetings of " + day + " have been held");
    }
}
