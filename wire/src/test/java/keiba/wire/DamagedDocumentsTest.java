package keiba.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.application.fake.Samples;
import keiba.application.race.CloseId;
import org.junit.jupiter.api.Test;

/**
 * Valid documents with random damage: reading returns a value or throws the one exception that callers handle. Any other exception would
 * end the loop of the recorder or cause an answer 500.
 */
class DamagedDocumentsTest {
    private static final long SEED = 20_261_122;
    private static final int DAMAGES_OF_EACH = 1_000;

    private static final List<String> PIECES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1",
            "31",
            "100.9",
            "1e2",
            "1e999999999",
            "2147483648",
            "3000000000",
            "9007199254740992",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999999999",
            "\"\"",
            "\"0\"",
            "\"5\"",
            "\"WIN\"",
            "\"TRIFECTA\"",
            "\"1-2\"",
            "\"1>2>3\"",
            "\"0.0\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"１\"",
            "\"1-1-1-1-1\"",
            "\"+999999999-12-31\"",
            "\"-999999999-01-01\"",
            "\"+1000000000-12-31T23:59:59.999999999Z\"",
            "\"-1000000000-01-01T00:00:00Z\"",
            "[]",
            "[[]]",
            "[0]",
            "[31]",
            "[1,1]",
            "[[1],[1]]",
            "{}",
            "{\"\":null}",
            "{\"1\":0}",
            "{\"WIN\":-1}",
            "[null]",
            "[{}]",
            "[\"\"]");

    /** A reader, and documents that it reads. */
    private record Form(String name, Function<byte[], Object> reader, List<ObjectNode> documents) {}

    private static List<Form> forms() {
        return List.of(
                new Form("declaration", read(ProposalWire::read), List.of(Documents.proposal())),
                new Form("card", read(CardWire::read), each(Documents.cards(), CardWire::write)),
                new Form(
                        "announcement",
                        read(AnnouncementWire::read),
                        List.of(AnnouncementWire.write(
                                Documents.announced().announced().facts()))),
                new Form(
                        "announced changes",
                        read(AnnouncementWire::readChanges),
                        List.of(AnnouncementWire.write(AnnouncementWireTest.EVERY_KIND))),
                new Form("odds", read(OddsWire::read), each(Documents.sheets(), OddsWire::write)),
                new Form("purchase", read(PurchaseWire::read), each(Documents.purchases(), PurchaseWire::write)),
                new Form("bet", read(BetWire::read), List.of(Documents.message())),
                new Form(
                        "result",
                        read(ResultWire::read),
                        List.of(Golden.object(
                                "{'order':[[6],[4],[3,5]],'not_placed':[{'horse_number':2,'status':'PULLED_UP'}]}"))),
                new Form(
                        "message",
                        MessageWire::read,
                        List.of(
                                Documents.message(),
                                Json.read(MessageWire.write(Documents.message(Documents.trio()))))),
                new Form(
                        "marker",
                        MarkerWire::read,
                        List.of(Json.read(MarkerWire.write(
                                new MarkerWire.Close(Samples.RACE, new CloseId(Documents.CLOSE_ID)))))));
    }

    private static Function<byte[], Object> read(Function<Fields, Object> reader) {
        return bytes -> reader.apply(Fields.of(Json.read(bytes)));
    }

    private static <T> List<ObjectNode> each(List<T> values, Function<T, ObjectNode> writer) {
        return values.stream().map(writer).toList();
    }

    @Test
    void are_read_or_refused_with_a_wire_exception() {
        List<String> surprises = new ArrayList<>();
        for (Form form : forms()) {
            int refused = 0;
            int read = 0;
            SplittableRandom random = new SplittableRandom(SEED);
            for (ObjectNode document : form.documents()) {
                byte[] valid = Json.write(document);
                assertThat(form.reader().apply(valid)).isNotNull();
                for (int i = 0; i < DAMAGES_OF_EACH; i++) {
                    byte[] damaged = damage(valid, random);
                    try {
                        assertThat(form.reader().apply(damaged)).isNotNull();
                        read++;
                    } catch (WireException expected) {
                        assertThat(expected.detail()).isNotBlank();
                        refused++;
                    } catch (RuntimeException | StackOverflowError surprise) {
                        surprises.add(form.name() + ": " + surprise + " at " + surprise.getStackTrace()[0] + " of "
                                + new String(damaged, UTF_8));
                    }
                }
            }
            assertThat(read)
                    .as("documents of form %s that were still read", form.name())
                    .isPositive();
            boolean total = List.of("message", "marker").contains(form.name());
            assertThat(refused > 0)
                    .as("documents of form %s that were refused", form.name())
                    .isEqualTo(!total);
        }
        assertThat(surprises).isEmpty();
    }

    /** One to three damages. */
    private static byte[] damage(byte[] valid, SplittableRandom random) {
        byte[] damaged = valid;
        for (int left = random.nextInt(1, 4); left > 0; left--) {
            damaged = random.nextInt(3) == 0 ? damageBytes(damaged, random) : damageValue(damaged, random);
        }
        return damaged;
    }

    private static byte[] damageBytes(byte[] valid, SplittableRandom random) {
        if (valid.length == 0) {
            return valid;
        }
        int at = random.nextInt(valid.length);
        int to = Math.min(valid.length, at + random.nextInt(1, 20));
        byte[] head = Arrays.copyOf(valid, at);
        byte[] cut = Arrays.copyOfRange(valid, at, to);
        byte[] tail = Arrays.copyOfRange(valid, to, valid.length);
        return switch (random.nextInt(5)) {
            case 0 -> head;
            case 1 -> JsonTest.concat(head, tail);
            case 2 -> JsonTest.concat(head, cut, cut, tail);
            case 3 -> JsonTest.concat(head, new byte[] {(byte) random.nextInt(256)}, tail);
            default -> JsonTest.concat(head, new byte[] {(byte) random.nextInt(256)}, cut, tail);
        };
    }

    /** Another value in place of one number, text, literal or empty list, so that the JSON mostly stays well-formed. */
    private static byte[] damageValue(byte[] valid, SplittableRandom random) {
        String text = new String(valid, UTF_8);
        List<int[]> values = values(text);
        if (values.isEmpty()) {
            return valid;
        }
        int[] value = values.get(random.nextInt(values.size()));
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        return (text.substring(0, value[0]) + piece + text.substring(value[1])).getBytes(UTF_8);
    }

    /** Where the values begin and end; names of fields are none. */
    private static List<int[]> values(String text) {
        List<int[]> values = new ArrayList<>();
        Matcher matcher = Pattern.compile(
                        "(?<=[:,\\[])(\"[^\"]*\"(?![\":])|-?\\d+|true|false|null|\\[[^\\[\\]{}]*]|\\{[^\\[\\]{}]*})")
                .matcher(text);
        while (matcher.find()) {
            values.add(new int[] {matcher.start(), matcher.end()});
        }
        return values;
    }
}
