package team.betting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.Optional;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.race.OrderOfFinish;
import org.junit.jupiter.api.Test;
import team.betting.adapter.memory.MemoryStakes;
import team.betting.application.tip.FindFavourite;
import team.betting.domain.board.Board;
import team.betting.domain.ticket.Ticket;

class ClassPathTest {
    private static final Combination FIRST = Combination.of(BetType.WIN, 1);
    private static final Combination SECOND = Combination.of(BetType.WIN, 2);
    private static final Map<Combination, Yen> STAKES = Map.of(FIRST, Yen.of(4_000), SECOND, Yen.of(6_000));

    @Test
    void prices_a_pool() {
        assertEquals(
                "2.0",
                Board.of(8, STAKES).lines().getFirst().odds().orElseThrow().toString());
    }

    @Test
    void pays_only_the_winner() {
        assertEquals(Yen.of(800), new Ticket(FIRST, Yen.of(400)).payout(8, STAKES, OrderOfFinish.of(1)));
        assertEquals(Yen.ZERO, new Ticket(SECOND, Yen.of(400)).payout(8, STAKES, OrderOfFinish.of(1)));
    }

    @Test
    void finds_the_favourite_if_anything_was_sold() {
        MemoryStakes stakes = new MemoryStakes();
        FindFavourite favourite = FindFavourite.on(stakes);
        assertEquals(Optional.empty(), favourite.favourite(8));

        stakes.add(SECOND, Yen.of(100));
        assertEquals(Optional.of(SECOND), favourite.favourite(8));
    }

    @Test
    void runs_without_modules() {
        assertFalse(Market.class.getModule().isNamed());
    }
}
