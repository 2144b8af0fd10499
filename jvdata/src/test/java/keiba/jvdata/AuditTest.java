package keiba.jvdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.PoolSettlement;
import keiba.domain.settlement.RaceSettlement;
import keiba.jvdata.DividendsRecord.Difference;
import org.junit.jupiter.api.Test;

/** The domain settles the votes of a record H1, and the dividends of a record HR are compared with the result. */
class AuditTest {
    /** 12 wins, 1 is second, 10 third; their brackets are 6, 1 and 5. The result is assumed, because the data have only stakes. */
    private static final OrderOfFinish ORDER = OrderOfFinish.of(12, 1, 10);

    private static List<Combination> winners(BetType type) {
        return switch (type) {
            case WIN -> List.of(Combination.of(type, 12));
            case PLACE -> List.of(Combination.of(type, 1), Combination.of(type, 10), Combination.of(type, 12));
            case BRACKET_QUINELLA -> List.of(Combination.of(type, 1, 6));
            case QUINELLA -> List.of(Combination.of(type, 1, 12));
            case WIDE ->
                List.of(Combination.of(type, 1, 10), Combination.of(type, 1, 12), Combination.of(type, 10, 12));
            case EXACTA -> List.of(Combination.of(type, 12, 1));
            case TRIO -> List.of(Combination.of(type, 1, 10, 12));
            case TRIFECTA, BRACKET_EXACTA -> throw new IllegalArgumentException("not in the record");
        };
    }

    /** The dividends by the formula of rules A.2, in fractions: R·(W + D/P) of 100 yen, rounded down to 10 yen. No winner is near 1.0. */
    private static Map<Combination, Yen> dividends(Map<Combination, Yen> stakes, List<Combination> winners, long rate) {
        BigInteger net = stakes.values().stream()
                .map(stake -> BigInteger.valueOf(stake.value()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger losing = net;
        for (Combination winner : winners) {
            losing = losing.subtract(stake(stakes, winner));
        }
        BigInteger count = BigInteger.valueOf(winners.size());
        Map<Combination, Yen> dividends = new TreeMap<>();
        for (Combination winner : winners) {
            BigInteger stake = stake(stakes, winner);
            BigInteger tens = stake.multiply(count)
                    .add(losing)
                    .multiply(BigInteger.valueOf(rate))
                    .divide(stake.multiply(count).multiply(BigInteger.valueOf(100)));
            dividends.put(winner, Yen.of(tens.longValueExact() * 10));
        }
        return dividends;
    }

    private static BigInteger stake(Map<Combination, Yen> stakes, Combination combination) {
        return BigInteger.valueOf(stakes.getOrDefault(combination, Yen.ZERO).value());
    }

    private static RaceSettlement settle(VotesRecord votes) {
        List<Pool> pools = votes.votes().keySet().stream().map(votes::pool).toList();
        return RaceSettlement.of(votes.market(RuleBooks.JRA), pools, ORDER);
    }

    @Test
    void reports_exactly_the_dividends_that_are_wrong() {
        Map<BetType, Map<Combination, Yen>> stakes = PublishedData.stakes();
        VotesRecord votes =
                (VotesRecord) JvData.read(VotesRecordTest.votes(stakes).bytes());
        RaceSettlement settled = settle(votes);
        stakes.forEach((type, sold) -> {
            long rate = RuleBooks.JRA.terms(type).payback().value();
            Map<Combination, Yen> right = dividends(sold, winners(type), rate);
            assertThat(differences(type, right, settled)).isEmpty();

            right.forEach((winner, dividend) -> {
                Yen tooMuch = dividend.plus(Yen.of(10));
                Map<Combination, Yen> wrong = new TreeMap<>(right);
                wrong.put(winner, tooMuch);
                assertThat(differences(type, wrong, settled))
                        .containsExactly(new Difference(winner, tooMuch, dividend));
                wrong.remove(winner);
                assertThat(differences(type, wrong, settled))
                        .containsExactly(new Difference(winner, Yen.ZERO, dividend));
            });
        });
    }

    private static List<Difference> differences(BetType type, Map<Combination, Yen> dividends, RaceSettlement settled) {
        return published(type, dividends).differencesFrom(settled.of(type));
    }

    private static DividendsRecord.TypeDividends published(BetType type, Map<Combination, Yen> dividends) {
        RecordWriter record = RecordWriter.dividends();
        DividendsRecordTest.put(record, type, dividends);
        return ((DividendsRecord) JvData.read(record.bytes())).of(type);
    }

    @Test
    void compares_a_special_dividend_for_every_live_stake() {
        // Horse 12 wins and has no stakes.
        VotesRecord votes = (VotesRecord) JvData.read(RecordWriter.votes()
                .put(28, "1616")
                .put(84, "01" + "00000010000" + "01")
                .put(99, "02" + "00000020000" + "02")
                .bytes());
        PoolSettlement settled = settle(votes).of(BetType.WIN);
        RecordWriter right = RecordWriter.dividends().put(41, "1").put(103, "00" + "000000080" + "  ");
        RecordWriter wrong = RecordWriter.dividends().put(41, "1").put(103, "00" + "000000070" + "  ");

        assertThat(win(right).differencesFrom(settled)).isEmpty();
        assertThat(win(wrong).differencesFrom(settled))
                .containsExactly(
                        new Difference(Combination.of(BetType.WIN, 1), Yen.of(70), Yen.of(80)),
                        new Difference(Combination.of(BetType.WIN, 2), Yen.of(70), Yen.of(80)));
    }

    private static DividendsRecord.TypeDividends win(RecordWriter record) {
        return ((DividendsRecord) JvData.read(record.bytes())).of(BetType.WIN);
    }

    @Test
    void refuses_to_compare_with_dividends_of_another_bet_type() {
        VotesRecord votes =
                (VotesRecord) JvData.read(RecordWriter.votes().put(28, "1616").bytes());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> win(RecordWriter.dividends())
                        .differencesFrom(settle(votes).of(BetType.PLACE)))
                .withMessageContaining("PLACE");
    }
}
