package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import keiba.application.caller.UserId;
import keiba.application.race.RaceId;
import org.junit.jupiter.api.Test;

class MeetingTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    @Test
    void creates_ids_from_the_day_the_meeting_and_the_number() {
        assertThat(new Meeting(DAY, 3).raceId(4)).isEqualTo(2026112200304L);
        assertThat(new Meeting(DAY, 3).userId(17)).isEqualTo(202611220030017L);
    }

    @Test
    void creates_no_id_twice() {
        Set<Long> users = new HashSet<>();
        Set<Long> races = new HashSet<>();
        for (int number = 1; number <= 20; number++) {
            for (int race = 1; race <= RaceDay.MAX_RACES; race++) {
                assertThat(races.add(new Meeting(DAY, number).raceId(race))).isTrue();
            }
            for (int bettor = 1; bettor <= Crowd.MAX_BETTORS; bettor += 13) {
                assertThat(users.add(new Meeting(DAY, number).userId(bettor))).isTrue();
            }
        }
    }

    @Test
    void creates_only_valid_ids() {
        Meeting last = new Meeting(LocalDate.of(9999, 12, 31), Meeting.MAX_NUMBER);

        assertThat(RaceId.isPossible(last.raceId(RaceDay.MAX_RACES))).isTrue();
        assertThat(UserId.isPossible(last.userId(Crowd.MAX_BETTORS))).isTrue();
    }
}
