package keiba.domain.rule;

import java.util.SplittableRandom;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;

/** Rule books with random settings that can be written as text. */
final class RandomBooks {
    private static final String NAMES = "AZaz09-_.,;:=#!?'\"()[]{}<>/\\ 競馬ﾅｰ円é€𠮷😀";

    private RandomBooks() {}

    static RuleBook next(SplittableRandom random) {
        Yen step = Yen.of(10L * random.nextInt(1, 11));
        long most = RuleBook.MAX_MINIMUM_DIVIDEND.value() / step.value();
        int threePlacesFrom = random.nextInt(3, 19);
        RuleBook.Builder book = RuleBook.builder(name(random))
                .threePlacesFrom(threePlacesFrom)
                .stakeUnit(Yen.of(100L * random.nextInt(1, 100)))
                .dividendStep(step)
                .minimumDividend(Yen.of(step.value() * random.nextLong(1, most + 1)))
                .plus10(random.nextBoolean())
                .deadlineMinutes(random.nextInt(0, RuleBook.MAX_DEADLINE_MINUTES + 1));
        if (random.nextBoolean()) {
            book.carryOver(new CarryOverTerms(
                    rate(random, 0, 1_000), Yen.of(random.nextLong(1, 1_000_000_000_000_000L)), random.nextBoolean()));
        }
        BetType[] types = BetType.values();
        BetType always = types[random.nextInt(types.length)];
        for (BetType type : types) {
            if (type == always || random.nextBoolean()) {
                book.sell(type, terms(random, type, threePlacesFrom));
            }
        }
        return book.build();
    }

    private static BetTerms terms(SplittableRandom random, BetType type, int threePlacesFrom) {
        int least = Math.max(2, type.places());
        int most = type == BetType.PLACE ? threePlacesFrom : 18;
        PerMille floor = rate(random, 0, 1_000);
        PerMille ceiling = rate(random, floor.value(), 1_000);
        return new BetTerms(
                random.nextInt(least, most + 1),
                rate(random, floor.value(), ceiling.value()),
                new PaybackBand(floor, ceiling),
                rate(random, 0, 50),
                Odds.ofTenths(random.nextInt(100, Integer.MAX_VALUE)),
                name(random));
    }

    private static PerMille rate(SplittableRandom random, int least, int most) {
        return PerMille.of(random.nextInt(least, most + 1));
    }

    private static String name(SplittableRandom random) {
        int[] characters = NAMES.codePoints().toArray();
        int length = random.nextInt(1, 51);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            name.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        String stripped = name.toString().strip();
        return stripped.isEmpty() ? "X" : stripped;
    }
}
