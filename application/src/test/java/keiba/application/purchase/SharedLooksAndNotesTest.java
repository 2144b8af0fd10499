package keiba.application.purchase;

import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.Crowd;
import keiba.application.fake.HandClock;
import keiba.application.fake.Samples;
import keiba.application.race.RaceCard;
import keiba.application.race.ViewRaces;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Concurrent requests share look-ups of a race and notes of unclaimed purchases. */
@Timeout(60)
class SharedLooksAndNotesTest {
    private static final int REQUESTS = 8;

    private final HandClock clock = new HandClock(Samples.NOW);
    private final Crowd requests = new Crowd(REQUESTS);
    private final AtomicBoolean away = new AtomicBoolean();

    private UnclaimedSends unclaimed() {
        QueueBook queue = mock(QueueBook.class);
        doAnswer(call -> {
                    requests.called();
                    failIfAway();
                    return null;
                })
                .when(queue)
                .noteUnclaimed(any());
        return new UnclaimedSends(queue, clock);
    }

    private void failIfAway() {
        if (away.get()) {
            throw new TemporaryFailure("the books are away", new IllegalStateException("planned"));
        }
    }

    @Test
    void concurrent_requests_write_one_note() throws InterruptedException {
        UnclaimedSends unclaimed = unclaimed();
        assertThat(requests.all(() -> {
                    unclaimed.note();
                    return true;
                }))
                .containsOnly(true);
        assertThat(requests.calls()).isEqualTo(1);
    }

    @Test
    void concurrent_requests_share_the_failure_of_a_note() throws InterruptedException {
        UnclaimedSends unclaimed = unclaimed();
        away.set(true);
        assertThat(requests.all(() -> {
                    unclaimed.note();
                    return true;
                }))
                .hasSize(REQUESTS)
                .hasOnlyElementsOfType(TemporaryFailure.class);
        assertThat(requests.calls()).isLessThanOrEqualTo(2);
    }

    @Test
    void a_failed_note_is_retried() {
        QueueBook queue = mock(QueueBook.class);
        doAnswer(call -> {
                    failIfAway();
                    return null;
                })
                .when(queue)
                .noteUnclaimed(any());
        UnclaimedSends unclaimed = new UnclaimedSends(queue, clock);
        away.set(true);
        assertThatThrownBy(unclaimed::note).isInstanceOf(TemporaryFailure.class);
        away.set(false);
        unclaimed.note();
        clock.advance(UnclaimedSends.COVERED.minus(Duration.ofSeconds(1)));
        away.set(true);
        unclaimed.note();
    }

    @Test
    void concurrent_requests_share_a_look_up_started_after_their_request() throws InterruptedException {
        AtomicReference<RaceCard> shown = new AtomicReference<>(Samples.open(RACE));
        ViewRaces races = mock(ViewRaces.class);
        doAnswer(call -> {
                    RaceCard seen = shown.get();
                    requests.called();
                    // a request made during this look-up must not use its result
                    shown.set(Samples.after(Samples.open(RACE), new RaceCommand.Close()));
                    return Optional.of(seen);
                })
                .when(races)
                .find(any());
        RecentRaces recent = new RecentRaces(races, clock);
        assertThat(requests.all(() -> recent.findNow(RACE).orElseThrow().card().state()))
                .containsExactly(
                        RaceState.OPEN,
                        RaceState.CLOSED,
                        RaceState.CLOSED,
                        RaceState.CLOSED,
                        RaceState.CLOSED,
                        RaceState.CLOSED,
                        RaceState.CLOSED,
                        RaceState.CLOSED);
        assertThat(requests.calls()).isEqualTo(2);
    }
}
