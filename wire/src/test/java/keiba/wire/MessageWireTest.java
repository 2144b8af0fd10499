package keiba.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keiba.application.caller.UserId;
import keiba.application.fake.Samples;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.race.CloseId;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.wire.MessageWire.InvalidMessage;
import keiba.wire.MessageWire.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of the queue as JSON: the purchase of the contract, which any producer may write, and the close marker. */
class MessageWireTest {
    @Test
    void writes_a_single_horse_with_exactly_the_fields_of_the_contract() {
        ObjectNode written = Json.read(MessageWire.write(Documents.message(Samples.win(5, 1000))));
        Golden.assertSame(written, Json.text(Documents.message()));
    }

    @Test
    void writes_a_selection_instead_of_the_horse_number() {
        ObjectNode written = Json.read(MessageWire.write(Documents.message(Documents.trio())));
        Golden.assertSame(written, """
                {'message_id':'0198c5a0-0000-7000-8000-00000000000a','user_id':12345,'race_id':100,
                 'selection':{'method':'BOX','numbers':[1,3,5,9]},'bet_type':'TRIO','amount':100,
                 'timestamp':'2025-10-26T10:30:00Z'}""");
    }

    static Stream<Bet> bets() {
        return Stream.of(
                Samples.win(5, 1000),
                Documents.trio(),
                new Bet(
                        BetType.TRIFECTA,
                        Selection.Wheel.of(List.of(3, 8), List.of(1, 5)).at(1, 3),
                        Yen.of(100)),
                new Bet(
                        BetType.EXACTA,
                        Selection.Wheel.of(List.of(3), List.of(1)).inEveryPosition(),
                        Yen.of(100)),
                new Bet(BetType.QUINELLA, Selection.Formation.of(List.of(3), List.of(5, 7)), Yen.of(100)));
    }

    @ParameterizedTest
    @MethodSource("bets")
    void reads_the_messages_that_it_writes(Bet bet) {
        PurchaseMessage message = Documents.message(bet);
        assertThat(MessageWire.read(MessageWire.write(message))).isEqualTo(new Valid(message));
    }

    @Test
    void reads_the_message_of_the_contract_in_any_order_with_unknown_fields() {
        String json = """
                {"amount":1000, "selection":null, "new":{"deep":[1,{"a":null}]}, "timestamp":"2025-10-26T10:30:00Z",
                 "bet_type":"WIN", "race_id":100,\t"user_id":12345, "horse_number":5, "MESSAGE_ID":7,
                 "message_id":"0198C5A0-0000-7000-8000-00000000000A"}
                """;
        assertThat(MessageWire.read(json.getBytes(UTF_8)))
                .isEqualTo(new Valid(Documents.message(Samples.win(5, 1000))));
    }

    @Test
    void keeps_the_largest_numbers_exactly() {
        ObjectNode json = Documents.message()
                .put("user_id", UserId.MAX)
                .put("race_id", RaceId.MAX)
                .put("amount", Long.MAX_VALUE);
        assertThat(MessageWire.read(Json.write(json)))
                .isEqualTo(new Valid(new PurchaseMessage(
                        new MessageId(Documents.ID),
                        new UserId((1L << 53) - 1),
                        new RaceId((1L << 53) - 1),
                        Samples.win(5, Long.MAX_VALUE),
                        Instant.parse("2025-10-26T10:30:00Z"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "{", "[]", "null", "{}", "{\"message_id\":7}", "\uFEFF{}", "{}{}"})
    void reads_no_id_from_a_message_without_one(String value) {
        assertThat(invalid(value.getBytes(UTF_8)).id()).isEmpty();
        assertThat(invalid(value.getBytes(UTF_8)).fault()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"message_id", "user_id", "race_id", "bet_type", "amount", "timestamp"})
    void names_a_missing_or_null_field(String name) {
        for (ObjectNode json : List.of(
                Documents.without(Documents.message(), name),
                Documents.with(Documents.message(), name, NullNode.getInstance()))) {
            assertThat(invalid(Json.write(json)).fault()).isEqualTo(name + ": missing; the field is required");
        }
    }

    /** The owner looks a purchase up by its id, and only the user may see it; both are kept if they can be read. */
    @Test
    void keeps_the_id_and_user_of_a_message_with_other_invalid_fields() {
        InvalidMessage invalid = invalid(Json.write(Documents.message().put("amount", 100.9)));
        assertThat(invalid)
                .isEqualTo(new InvalidMessage(
                        Optional.of(new MessageId(Documents.ID)),
                        Optional.of(Samples.ALICE),
                        "amount: must be a whole number, not 100.9"));
        InvalidMessage withoutUser = invalid(Json.write(Documents.message().put("user_id", "12345")));
        assertThat(withoutUser.id()).contains(new MessageId(Documents.ID));
        assertThat(withoutUser.user()).isEmpty();
        InvalidMessage withoutId = invalid(Json.write(Documents.message().put("message_id", "1-1-1-1-1")));
        assertThat(withoutId.id()).isEmpty();
        assertThat(withoutId.user()).contains(Samples.ALICE);
    }

    /** Bound to a long by default, 100.9 would buy for 100. */
    @ParameterizedTest
    @ValueSource(strings = {"100.9", "100.0", "1e2", "\"100\"", "true", "[100]", "1e999999999", "１００", "١٠٠"})
    void refuses_an_amount_that_is_not_a_whole_number(String amount) {
        String json = Json.text(Documents.message()).replace("\"amount\":1000", "\"amount\":" + amount);
        assertThat(json).contains(amount);
        assertThat(MessageWire.read(json.getBytes(UTF_8))).isInstanceOf(InvalidMessage.class);
    }

    @Test
    void refuses_a_message_with_two_amounts() {
        String json = Json.text(Documents.message()).replace("\"amount\":1000", "\"amount\":1000,\"amount\":100000");
        assertThat(invalid(json.getBytes(UTF_8)).fault()).contains("amount");
    }

    @Test
    void writes_a_close_marker_as_race_and_id() {
        MarkerWire.Close close = new MarkerWire.Close(Samples.RACE, new CloseId(Documents.CLOSE_ID));
        Golden.assertSame(
                Json.read(MarkerWire.write(close)),
                "{'race_id':100,'close_id':'7e6d1f7e-58a5-4c1b-9d0e-0123456789ab'}");
        assertThat(MarkerWire.read(MarkerWire.write(close))).contains(close);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"race_id\":100}",
                "{\"close_id\":\"7e6d1f7e-58a5-4c1b-9d0e-0123456789ab\"}",
                "{\"race_id\":0,\"close_id\":\"7e6d1f7e-58a5-4c1b-9d0e-0123456789ab\"}",
                "{\"race_id\":9007199254740992,\"close_id\":\"7e6d1f7e-58a5-4c1b-9d0e-0123456789ab\"}",
                "{\"race_id\":99999999999999999999,\"close_id\":\"7e6d1f7e-58a5-4c1b-9d0e-0123456789ab\"}",
                "{\"race_id\":\"100\",\"close_id\":\"7e6d1f7e-58a5-4c1b-9d0e-0123456789ab\"}",
                "{\"race_id\":100,\"close_id\":\"1-1-1-1-1\"}",
                "{\"race_id\":100,\"close_id\":null}",
                "{\"race_id\":100,\"close_id\":\"7e6d1f7e-58a5-4c1b-9d0e-0123456789ab\"}x"
            })
    void reads_no_marker_from_other_values(String value) {
        assertThat(MarkerWire.read(value.getBytes(UTF_8))).isEmpty();
    }

    private static InvalidMessage invalid(byte[] value) {
        MessageWire.Read read = MessageWire.read(value);
        assertThat(read).isInstanceOf(InvalidMessage.class);
        return (InvalidMessage) read;
    }
}
