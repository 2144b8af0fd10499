package keiba.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.odds.ExpectedOdds;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.OddsText;
import keiba.application.odds.PublishedOdds;
import keiba.application.purchase.Bet;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of odds boards: each as in the contract, compressed, and all boards of a race joined. */
class PublishedOddsTest {
    private final FakeWorld world = new FakeWorld();

    private List<OddsSheet> sheets() {
        return new ExpectedOdds(world.books().pools())
                .of(world.books().races().find(Samples.RACE).orElseThrow());
    }

    /** A race with random stakes of one to thirteen digits on some combinations of every type. */
    private void sell(int runners, long seed) {
        world.useCases().races().declare().declare(Samples.proposal(Samples.RACE, runners), Samples.OPERATOR);
        command(new RaceCommand.Open());
        world.deposit(Samples.ALICE, 9_000_000_000_000L);
        Random random = new Random(seed);
        for (OddsSheet sheet : sheets()) {
            for (OddsSheet.Line line : sheet.lines()) {
                if (random.nextInt(sheet.lines().size()) < 40) {
                    long units = 1 + random.nextLong(1L << random.nextInt(1, 30));
                    Selection selection =
                            Selection.Straight.of(line.combination().numbers());
                    buy(new Bet(sheet.type(), selection, Yen.of(100 * units)));
                }
            }
        }
    }

    private void buy(Bet bet) {
        world.useCases().purchases().place().place(Samples.ALICE, Samples.RACE, bet, Optional.empty());
        world.reader().readAll();
    }

    private void command(RaceCommand.OperatorCommand command) {
        world.useCases().races().command().command(Samples.RACE, command, Samples.OPERATOR);
    }

    private void assertThatTheBytesAreThoseOfTheOracle() {
        assertThat(sheets()).isNotEmpty().allSatisfy(sheet -> {
            assertThat(text(OddsWire.bytes(sheet))).isEqualTo(Json.text(OddsTree.write(sheet)));
            assertThat(OddsWire.read(Fields.of(Json.read(OddsWire.bytes(sheet)))))
                    .isEqualTo(sheet);
        });
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    static List<OddsSheet> documents() {
        return Documents.sheets();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void writes_documented_odds_boards_as_the_oracle_does(OddsSheet sheet) {
        assertThat(text(OddsWire.bytes(sheet))).isEqualTo(Json.text(OddsTree.write(sheet)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8, 12, 18})
    void writes_the_bytes_of_a_pool_as_the_oracle_does(int runners) {
        sell(runners, runners);
        assertThatTheBytesAreThoseOfTheOracle();
        command(new RaceCommand.Scratch(2, ScratchKind.SCRATCHED));
        assertThatTheBytesAreThoseOfTheOracle();
        command(new RaceCommand.Cancel(CancelReason.CANCELLED));
        assertThatTheBytesAreThoseOfTheOracle();
    }

    @Test
    void compresses_all_boards_of_18_horses_to_less_than_a_tenth() throws IOException {
        sell(18, 7);
        OddsText all = all();
        assertThat(all.plain()).hasSizeGreaterThan(300_000);
        assertThat(all.compressed()).hasSizeLessThan(all.plain().length / 10);
        assertThat(unzipped(all.compressed())).isEqualTo(all.plain());
    }

    @Test
    void joins_all_boards_of_a_race_in_order() throws IOException {
        sell(5, 1);
        OddsText all = all();
        ObjectNode json = Json.read(all.plain());
        assertThat(json.get("race_id").longValue()).isEqualTo(100);
        ObjectNode expected = Json.object();
        expected.put("race_id", 100);
        ObjectNode boards = expected.putObject("boards");
        sheets().forEach(sheet -> boards.set(sheet.type().name(), OddsTree.write(sheet)));
        assertThat(text(all.plain())).isEqualTo(Json.text(expected));
        assertThat(unzipped(all.compressed())).isEqualTo(all.plain());
    }

    private OddsText all() {
        List<PublishedOdds> boards = sheets().stream().map(OddsWire::publish).toList();
        return OddsWire.all(Samples.RACE, boards);
    }

    @Test
    void joins_no_boards_to_an_empty_object() throws IOException {
        OddsText none = OddsWire.all(Samples.RACE, List.of());
        assertThat(text(none.plain())).isEqualTo("{\"race_id\":100,\"boards\":{}}");
        assertThat(unzipped(none.compressed())).isEqualTo(none.plain());
    }

    private static byte[] unzipped(byte[] compressed) throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return plain.readAllBytes();
        }
    }

    @Test
    void decompresses_the_text_that_it_compressed() {
        sell(8, 3);
        OddsSheet sheet = sheets().getFirst();
        assertThat(sheet.type()).isEqualTo(BetType.WIN);
        OddsText text = OddsWire.publish(sheet).text();
        assertThat(OddsWire.decompress(text.compressed())).hasValueSatisfying(read -> {
            assertThat(read.plain()).isEqualTo(text.plain());
            assertThat(read.compressed()).isEqualTo(text.compressed());
        });
    }

    @Test
    void publishes_a_computed_board_and_returns_a_published_one_unchanged() {
        OddsSheet sheet = Documents.winSheet();
        PublishedOdds published = OddsWire.published(sheet);
        assertThat(published.board()).isEqualTo(sheet.board());
        assertThat(published.version()).isEqualTo(sheet.version());
        assertThat(published.text().plain()).isEqualTo(OddsWire.bytes(sheet));
        assertThat(OddsWire.published(published)).isSameAs(published);
    }
}
