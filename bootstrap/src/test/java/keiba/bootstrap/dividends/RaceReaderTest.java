package keiba.bootstrap.dividends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import org.junit.jupiter.api.Test;

class RaceReaderTest {
    private static RaceReader reader(String json) throws IOException {
        return new RaceReader(new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void reads_every_field_in_any_order() throws IOException, BadRaceException {
        RaceReader reader = reader("{'result':[[6],[3,5]],'stakes':{'EXACTA':{'6>4':270100},'WIN':{'2':0}},"
                + "'premium_per_mille':{'WIN':50},'payback_per_mille':{'TRIO':800},'places_paid':2,'on_sale':['WIN','TRIO'],"
                + "'brackets':{'2':8,'1':3},'entries_at_sale_start':9,'scratched':[4,1],'withdrawn':[2],'runners':11,"
                + "'rules':'NAR','race_id':'S1'}");

        assertThat(reader.next())
                .contains(new RaceRequest(
                        new RaceLabel("S1", false),
                        "NAR",
                        11,
                        Horses.of(2),
                        Horses.of(1, 4),
                        9,
                        Map.of(1, 3, 2, 8),
                        List.of(BetType.WIN, BetType.TRIO),
                        2,
                        Map.of(BetType.TRIO, PerMille.of(800)),
                        Map.of(BetType.WIN, PerMille.of(50)),
                        Map.of(
                                BetType.EXACTA,
                                Map.of(Combination.of(BetType.EXACTA, 6, 4), Yen.of(270_100)),
                                BetType.WIN,
                                Map.of(Combination.of(BetType.WIN, 2), Yen.ZERO)),
                        OrderOfFinish.of(Horses.of(6), Horses.of(3, 5))));
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void sets_a_default_only_for_the_rule_book() throws IOException, BadRaceException {
        assertThat(reader("{'runners':11,'stakes':{}}").next())
                .contains(new RaceRequest(
                        null,
                        "JRA",
                        11,
                        Horses.NONE,
                        Horses.NONE,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        null));
    }

    @Test
    void distinguishes_a_result_without_finishers_from_no_result() throws IOException, BadRaceException {
        RaceReader reader = reader("{'runners':2,'stakes':{},'result':[]} {'runners':2,'stakes':{},'result':null}");

        assertThat(reader.next().orElseThrow().result()).isEqualTo(OrderOfFinish.NONE);
        assertThat(reader.next().orElseThrow().result()).isNull();
    }

    @Test
    void keeps_the_spelling_of_an_integer_id() throws IOException, BadRaceException {
        assertThat(reader("{'runners':2,'stakes':{},'race_id':-0}")
                        .next()
                        .orElseThrow()
                        .id())
                .isEqualTo(new RaceLabel("-0", true));
    }

    @Test
    void returns_the_position_and_the_id_of_the_current_race() throws IOException, BadRaceException {
        RaceReader reader =
                reader("{'race_id':'S1','runners':2,'stakes':{}}{'runners':2,'stakes':{}}{'race_id':3,'runners':1}");

        reader.next();
        assertThat(reader.where()).isEqualTo("race 1 (S1)");
        reader.next();
        assertThat(reader.where()).isEqualTo("race 2");
        assertThatThrownBy(reader::next).isInstanceOf(BadRaceException.class);
        assertThat(reader.where()).isEqualTo("race 3 (3)");
    }
}
