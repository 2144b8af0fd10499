package keiba.application.odds;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.race.RaceId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counting the tickets of races before their sales end. */
class CountTicketsTest {
    private static final int WORTHWHILE = 3;
    private static final int CHUNK = 2;
    private static final RaceId LARGE = RACE;
    private static final RaceId SMALL = new RaceId(901);
    private static final RaceId OTHER = new RaceId(902);

    private final FakeWorld world = new FakeWorld();
    private final FinalOddsBook book =
            mock(FinalOddsBook.class, delegatesTo(world.books().finalOdds()));
    private final CountTickets counting = new TicketCounting(book, WORTHWHILE, CHUNK, world.failures(), world.clock());

    @BeforeEach
    void open() {
        List.of(LARGE, SMALL, OTHER).forEach(world::openRace);
        world.deposit(ALICE, 1_000_000);
    }

    private void sell(RaceId race, int tickets) {
        for (int i = 0; i < tickets; i++) {
            world.useCases().purchases().place().place(ALICE, race, Samples.win(3, 300), Optional.empty());
        }
        world.reader().readAll();
    }

    private List<RaceId> uncounted() {
        return world.books().finalOdds().uncounted(1, 10);
    }

    @Test
    void counts_all_tickets_of_a_race_with_many_and_none_of_a_race_with_few() {
        sell(LARGE, 7);
        sell(SMALL, WORTHWHILE - 1);
        counting.countDue();
        assertThat(uncounted()).containsExactly(SMALL);
        verify(book, times(4)).countAhead(LARGE, CHUNK);
        verify(book, never()).countAhead(eq(SMALL), anyInt());
    }

    @Test
    void continues_with_tickets_sold_since_the_last_count() {
        sell(LARGE, WORTHWHILE);
        counting.countDue();
        sell(LARGE, WORTHWHILE);
        assertThat(uncounted()).containsExactly(LARGE);
        counting.countDue();
        assertThat(uncounted()).isEmpty();
    }

    @Test
    void counts_the_other_races_if_one_fails_and_retries_it_later() {
        sell(LARGE, 5);
        sell(OTHER, 5);
        world.books().finalOdds().faults().failFor(LARGE);
        counting.countDue();
        assertThat(uncounted()).containsExactly(LARGE);
        assertThat(world.failures().failing()).containsExactly("count-tickets of race " + LARGE);
        world.books().finalOdds().faults().back();
        world.clock().advance(Duration.ofSeconds(6));
        counting.countDue();
        assertThat(uncounted()).isEmpty();
        assertThat(world.failures().failing()).isEmpty();
    }

    @Test
    void stops_after_20_chunks_even_if_more_tickets_are_uncounted() {
        sell(LARGE, 5);
        doReturn(true).when(book).countAhead(LARGE, CHUNK);
        counting.countDue();
        verify(book, times(20)).countAhead(LARGE, CHUNK);
    }
}
