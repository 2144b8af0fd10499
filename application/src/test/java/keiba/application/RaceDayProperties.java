package keiba.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whole race days on fakes that fail at random. A day is a function of its seed; {@code -Dkeiba.seed=1234} repeats one alone, and {@code
 * -Dkeiba.days=100000} plays more of them.
 */
class RaceDayProperties {

    private static LongStream seeds() {
        return Optional.ofNullable(Long.getLong("keiba.seed"))
                .map(LongStream::of)
                .orElseGet(() -> LongStream.rangeClosed(1, Long.getLong("keiba.days", 5_000)));
    }

    @Test
    void stored_data_are_consistent_after_a_day_with_random_failures() {
        seeds().parallel().forEach(seed -> {
            RandomRaceDay day = new RandomRaceDay(seed);
            List<String> differences = day.play();
            assertThat(differences)
                    .as("seed %d; alone: -Dkeiba.seed=%d; what happened: %s", seed, seed, day.story())
                    .isEmpty();
        });
    }

    @Test
    void plays_the_same_day_for_the_same_seed() {
        for (long seed = 1; seed <= 20; seed++) {
            RandomRaceDay first = new RandomRaceDay(seed);
            RandomRaceDay second = new RandomRaceDay(seed);
            first.play();
            second.play();
            assertThat(second.story()).isEqualTo(first.story()).isNotEmpty();
        }
    }

    @Test
    void random_days_cover_every_kind_of_outcome_and_failure() {
        StringBuilder stories = new StringBuilder();
        LongStream.rangeClosed(1, 600).forEach(seed -> {
            RandomRaceDay day = new RandomRaceDay(seed);
            day.play();
            stories.append(day.story());
        });
        assertThat(stories)
                .contains(
                        "is now RUNNING",
                        "is now INQUIRY",
                        "is now PLACED_TO_3",
                        "ConfirmResult$Confirmed",
                        "ConfirmResult$Changed",
                        "ConfirmResult$SamePerson",
                        "ConfirmResult$NotPossible",
                        "PostResult$Posted",
                        "PostResult$ResultRefused",
                        "CalculatePayouts$PayoutsCalculated",
                        "CalculatePayouts$NotOfficial",
                        "ExecutePayouts$PayoutsExecuted",
                        "ExecutePayouts$Held",
                        "ExecutePayouts$Lapsed",
                        "ExecutePayouts$NotPayable",
                        "ExtendClaimPeriod$Extended",
                        "ExtendClaimPeriod$InvalidDay",
                        "ExtendClaimPeriod$NothingToClaim",
                        "ExecutionBook$Paid",
                        "ExecutionBook$NotFound",
                        "RescheduleRace$TooLate",
                        "strayMarkers=1",
                        "fails with an Error",
                        "works again",
                        ": REFUSE",
                        "TemporaryFailure");
    }
}
