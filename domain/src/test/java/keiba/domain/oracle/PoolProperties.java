package keiba.domain.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.oracle.Tickets.Ticket;
import keiba.domain.pool.BoardLine;
import keiba.domain.pool.Market;
import keiba.domain.pool.OddsRange;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.Popularity;
import keiba.domain.pool.PublishedOdds;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.RaceSettlement;
import org.junit.jupiter.api.Test;

/** Properties of every pool and its odds. */
class PoolProperties {
    private static final long RACES = 4_000;
    /** For the properties that are compared line by line. */
    private static final long FEW_RACES = 600;

    private static void forEachPool(BiConsumer<Market, Pool> check) {
        forEachPool(RACES, check);
    }

    private static void forEachPool(long races, BiConsumer<Market, Pool> check) {
        for (long seed = 1; seed <= races; seed++) {
            FastRace race = FastRace.of(RandomRace.of(seed));
            for (Pool pool : race.pools().values()) {
                try {
                    check.accept(race.market(), pool);
                } catch (RuntimeException | AssertionError failed) {
                    throw new AssertionError(
                            "RandomRace.of(" + seed + "L), " + pool.type() + ": " + failed.getMessage(), failed);
                }
            }
        }
    }

    /** Returns everything that a board shows of each combination, by index. */
    private static List<String> shown(PoolOdds board) {
        Popularity popularity = board.popularity();
        return IntStream.range(0, board.numbering().count())
                .mapToObj(index -> board.low(index) + " " + board.high(index) + " " + board.mark(index) + " "
                        + popularity.rank(index))
                .toList();
    }

    @Test
    void the_lines_of_an_odds_board_agree_with_its_methods() {
        forEachPool(FEW_RACES, (market, pool) -> {
            PoolOdds board = market.odds(pool);
            Popularity popularity = board.popularity();
            List<BoardLine> lines = board.lines();

            assertThat(lines.stream().map(BoardLine::index).toList())
                    .isEqualTo(market.offering().onSale(pool.type()).stream()
                            .boxed()
                            .toList());
            for (BoardLine line : lines) {
                Combination combination = pool.numbering().combination(line.index());
                assertThat(line)
                        .isEqualTo(new BoardLine(
                                line.index(),
                                combination,
                                board.pool().stake(line.index()),
                                board.low(combination)
                                        .map(low -> new OddsRange(
                                                low, board.high(combination).orElseThrow())),
                                popularity.rank(line.index()),
                                board.mark(line.index())));
            }
        });
    }

    @Test
    void what_if_odds_equal_the_odds_of_a_board_that_contains_the_bet() {
        SplittableRandom random = new SplittableRandom(3);
        forEachPool(FEW_RACES, (market, pool) -> {
            int[] onSale = market.offering().onSale(pool.type()).indexes();
            Yen stake = Yen.of(100L * (1 + random.nextInt(1_000)));
            if (onSale.length == 0 || pool.total().plus(stake.times(5)).compareTo(Pool.MAX_TOTAL) > 0) {
                return;
            }
            int[] chosen = random.ints(1 + random.nextInt(5), 0, onSale.length)
                    .map(i -> onSale[i])
                    .toArray();
            CombinationSet mine = CombinationSet.of(pool.numbering(), chosen);
            PoolOdds withMine = market.odds(pool.plus(mine, stake));

            Map<Combination, OddsRange> expected = new LinkedHashMap<>();
            mine.combinations()
                    .forEach(combination ->
                            withMine.odds(combination).ifPresent(odds -> expected.put(combination, odds)));
            assertThat(market.odds(pool).whatIf(mine, stake)).containsExactlyEntriesOf(expected);
        });
    }

    @Test
    void the_share_of_each_combination_is_within_the_bounds_derived_from_its_odds() {
        forEachPool(FEW_RACES, (market, pool) -> {
            PoolOdds board = market.odds(pool);
            Map<Combination, Odds> shown = new LinkedHashMap<>();
            board.lines().forEach(line -> line.odds().ifPresent(odds -> shown.put(line.combination(), odds.low())));
            if (pool.type().hasRange() || shown.isEmpty()) {
                return;
            }
            PublishedOdds published = PublishedOdds.of(market.rules(), pool.type(), shown);
            BigInteger net = BigInteger.valueOf(board.pool().net().value());
            for (BoardLine line : board.lines()) {
                if (line.odds().isPresent()) {
                    PublishedOdds.Share share =
                            published.share(line.combination()).orElseThrow();
                    BigInteger millionths =
                            BigInteger.valueOf(line.stake().value()).multiply(BigInteger.valueOf(1_000_000));
                    assertThat(millionths)
                            .as("%s %s", line, share)
                            .isBetween(
                                    net.multiply(BigInteger.valueOf(share.atLeast())),
                                    net.multiply(BigInteger.valueOf(share.atMost())));
                }
            }
        });
    }

    @Test
    void the_order_of_purchases_does_not_change_the_pool_or_its_odds() {
        SplittableRandom random = new SplittableRandom(2);
        forEachPool((market, pool) -> {
            List<Ticket> tickets = new ArrayList<>(Tickets.of(pool, random));
            Collections.shuffle(tickets, new Random(random.nextLong()));
            Pool again = market.pool(pool.type());
            tickets.forEach(ticket -> again.add(ticket.combinations(), ticket.stakeOnEach()));
            assertThat(again.snapshot()).isEqualTo(pool.snapshot());
            assertThat(again.total()).isEqualTo(pool.total());
            if (pool.numbering().count() <= 100) {
                assertThat(shown(market.odds(again))).isEqualTo(shown(market.odds(pool)));
            }
        });
    }

    @Test
    void a_pool_restored_from_its_snapshot_has_the_same_stakes() {
        forEachPool((market, pool) -> {
            Pool restored = Pool.restore(pool.numbering(), pool.snapshot());
            assertThat(restored.snapshot()).isEqualTo(pool.snapshot());
            assertThat(restored.total())
                    .isEqualTo(pool.total())
                    .isEqualTo(Yen.of(LongStream.of(pool.snapshot()).sum()));
        });
    }

    @Test
    void adding_a_stake_to_a_copy_leaves_the_pool_unchanged() {
        SplittableRandom random = new SplittableRandom(3);
        forEachPool((market, pool) -> {
            CombinationSet onSale = market.offering().onSale(pool.type());
            if (onSale.isEmpty() || room(pool) == 0) {
                return;
            }
            long[] before = pool.snapshot();
            int index = onSale.index(random.nextInt(onSale.size()));
            Pool more = pool.plus(CombinationSet.of(pool.numbering(), index), Yen.of(100));
            assertThat(pool.snapshot()).isEqualTo(before);
            before[index] += 100;
            assertThat(more.snapshot()).isEqualTo(before);
            assertThat(more.total()).isEqualTo(pool.total().plus(Yen.of(100)));
        });
    }

    private static long room(Pool pool) {
        return Pool.MAX_TOTAL.minus(pool.total()).value() / 100;
    }

    @Test
    void more_stake_on_a_combination_never_raises_its_own_point_odds() {
        SplittableRandom random = new SplittableRandom(4);
        Kinds kinds = new Kinds();
        forEachPool((market, pool) -> {
            int[] backed = backed(market, pool);
            if (pool.type().hasRange() || backed.length == 0 || room(pool) == 0) {
                return;
            }
            int index = backed[random.nextInt(backed.length)];
            int before = market.odds(pool).lowTenths(index);
            long most = Math.min(room(pool), 1 + pool.stake(index).value() / 100);
            pool.add(index, Yen.of(100 * random.nextLong(1, most + 1)));
            int after = market.odds(pool).lowTenths(index);
            assertThat(after).as("index %d", index).isBetween(10, before);
            kinds.saw(after < before ? "fell" : "stayed");
        });
        kinds.require(500, "fell", "stayed");
    }

    private static int[] backed(Market market, Pool pool) {
        PoolOdds board = market.odds(pool);
        return IntStream.range(0, pool.numbering().count())
                .filter(index -> board.lowTenths(index) > 0)
                .toArray();
    }

    @Test
    void scratching_a_horse_never_restores_a_void_combination() {
        SplittableRandom random = new SplittableRandom(5);
        forEachPool((market, pool) -> {
            Market earlier = market;
            while (!earlier.live().isEmpty()) {
                int[] live = earlier.live().toArray();
                Market later = earlier.scratch(Horses.of(live[random.nextInt(live.length)]));
                checkScratch(earlier, later, pool);
                earlier = later;
            }
            assertThat(earlier.live(pool).refunded()).isEqualTo(pool.total());
        });
    }

    private static void checkScratch(Market earlier, Market later, Pool pool) {
        BetType type = pool.type();
        assertThat(later.offering()).isEqualTo(earlier.offering());
        assertThat(later.voided(type).and(earlier.voided(type))).isEqualTo(earlier.voided(type));
        CombinationSet newly = later.newlyVoided(type, earlier);
        assertThat(newly.and(earlier.voided(type)).isEmpty()).isTrue();
        assertThat(newly.size())
                .isEqualTo(later.voided(type).size() - earlier.voided(type).size());
        Yen more = newly.stream().mapToObj(pool::stake).reduce(Yen.ZERO, Yen::plus);
        assertThat(later.live(pool).refunded())
                .isEqualTo(earlier.live(pool).refunded().plus(more));
    }

    /** The truncation of the others' dividends decides here whether the pool bears 10 yen more for the favourite. */
    @Test
    void the_range_is_ordered_even_if_the_most_backed_others_give_the_higher_dividend() {
        Market market = Market.open(RuleBooks.JRA, Field.of(5));
        Pool pool = Pool.restore(Numbering.of(BetType.PLACE, 5), new long[] {21_100, 1_000, 1_000, 1_000, 1_100});
        PoolOdds board = market.odds(pool);
        assertThat(board.low(0)).contains(Odds.ofTenths(10));
        assertThat(board.high(0)).contains(Odds.ofTenths(11));
        assertThat(dividendOfFavouriteWith(5, market, pool)).isEqualTo(Yen.of(110));
        assertThat(dividendOfFavouriteWith(2, market, pool)).isEqualTo(Yen.of(100));
    }

    private static Yen dividendOfFavouriteWith(int other, Market market, Pool pool) {
        return RaceSettlement.of(market, List.of(pool), OrderOfFinish.of(1, other))
                .of(BetType.PLACE)
                .per100(0);
    }
}
