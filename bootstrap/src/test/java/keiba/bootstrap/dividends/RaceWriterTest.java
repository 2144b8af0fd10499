package keiba.bootstrap.dividends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.rule.RuleBooks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RaceWriterTest {
    private static PricedRace race(@Nullable RaceLabel id) {
        Market market = Market.open(RuleBooks.JRA, Field.of(2));
        Pool pool = market.pool(BetType.WIN);
        pool.add(0, Yen.of(1_000));
        return new PricedRace(id, market, Map.of(BetType.WIN, pool), null);
    }

    private static String written(PricedRace race) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new RaceWriter(out).write(race);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writes_a_race_as_one_line() throws IOException {
        assertThat(written(race(null))).isEqualTo("""
                {"WIN":{"sales":1000,"refunded":0,"odds":{"1":{"odds":"1.0","stake":1000,"popularity":1},\
                "2":{"odds":null,"stake":0}}}}
                """);
    }

    @Test
    void escapes_only_what_json_requires() throws IOException {
        assertThat(written(race(new RaceLabel("a\n\"\\\u0001第🐎", false))))
                .startsWith("{\"race_id\":\"a\\n\\\"\\\\\\u0001第🐎\",");
        assertThat(written(race(new RaceLabel("-0", true)))).startsWith("{\"race_id\":-0,");
    }

    @Test
    void writes_each_race_in_one_call_and_flushes_it() throws IOException {
        StringBuilder calls = new StringBuilder();
        RaceWriter writer = new RaceWriter(new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                calls.append(bytes[offset + length - 1] == '\n' ? "line " : "part ");
            }

            @Override
            public void flush() {
                calls.append("flush ");
            }
        });

        writer.write(race(null));
        writer.write(race(null));

        assertThat(calls).hasToString("line flush line flush ");
    }

    @Test
    void throws_the_error_of_a_closed_output() {
        RaceWriter writer = new RaceWriter(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });

        assertThatThrownBy(() -> writer.write(race(null)))
                .isInstanceOf(IOException.class)
                .hasMessage("Broken pipe");
    }
}
