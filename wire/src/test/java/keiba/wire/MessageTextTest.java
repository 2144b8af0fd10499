package keiba.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import keiba.application.caller.UserId;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text that is written directly for a purchase equals the text of its JSON tree exactly. */
class MessageTextTest {
    static Stream<Purchase.Pending> purchases() {
        return LongStream.range(0, 300).mapToObj(seed -> pending(new SplittableRandom(seed)));
    }

    private static Purchase.Pending pending(SplittableRandom random) {
        PurchaseMessage message = new PurchaseMessage(
                new MessageId(new UUID(random.nextLong(), random.nextLong())),
                new UserId(random.nextLong(1, UserId.MAX + 1)),
                new RaceId(random.nextLong(1, RaceId.MAX + 1)),
                new Bet(
                        List.of(BetType.values()).get(random.nextInt(BetType.values().length)),
                        selection(random),
                        Yen.of(random.nextLong(-1, Long.MAX_VALUE))),
                at(random));
        return new Purchase.Pending(message, random.nextInt(), at(random), random.nextBoolean());
    }

    /** Whole seconds, milliseconds or more digits. */
    private static Instant at(SplittableRandom random) {
        long unit = LongStream.of(1, 1_000, 1_000_000, 1_000_000_000)
                .skip(random.nextInt(4))
                .findFirst()
                .orElseThrow();
        return Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextLong(1_000_000_000L) / unit * unit);
    }

    private static Selection selection(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Selection.Straight(List.of(1 + random.nextInt(18)));
            case 1 -> new Selection.Straight(numbers(random));
            case 2 -> new Selection.Box(numbers(random));
            case 3 -> Selection.Wheel.of(numbers(random), numbers(random)).inEveryPosition();
            case 4 -> Selection.Wheel.of(List.of(3, 8), numbers(random)).at(1 + random.nextInt(3), 2);
            default ->
                new Selection.Formation(IntStream.range(0, random.nextInt(4))
                        .mapToObj(column -> numbers(random))
                        .toList());
        };
    }

    private static List<Integer> numbers(SplittableRandom random) {
        return random.ints(random.nextInt(5), -3, 20).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("purchases")
    void of_a_message_equals_the_text_of_its_json_tree(Purchase.Pending purchase) {
        assertThat(new String(MessageWire.write(purchase.message()), UTF_8))
                .isEqualTo(Json.text(MessageWire.json(purchase.message())));
    }

    @ParameterizedTest
    @MethodSource("purchases")
    void of_a_pending_purchase_equals_the_text_of_its_json_tree(Purchase.Pending purchase) {
        assertThat(PurchaseWire.text(purchase)).isEqualTo(Json.text(PurchaseWire.write(purchase)));
    }

    static List<Purchase> documented() {
        return Documents.purchases();
    }

    @ParameterizedTest
    @MethodSource("documented")
    void of_every_kind_of_purchase_equals_the_text_of_its_json_tree(Purchase purchase) {
        assertThat(PurchaseWire.text(purchase)).isEqualTo(Json.text(PurchaseWire.write(purchase)));
    }
}
