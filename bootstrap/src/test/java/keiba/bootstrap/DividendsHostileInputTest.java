package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import keiba.bootstrap.Keiba.Run;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid input with random damage, repeatable by its seed. */
class DividendsHostileInputTest {
    private static final int DAMAGED = 300;
    private static final byte[] GOOD = """
            {"race_id": "第1競走", "rules": "NAR", "runners": 9, "withdrawn": [2], "scratched": [4, 5],
             "entries_at_sale_start": 8, "on_sale": ["WIN", "PLACE", "BRACKET_EXACTA", "TRIO"], "places_paid": 2,
             "brackets": {"1":1, "2":2, "3":3, "4":4, "5":5, "6":6, "7":7, "8":8, "9":8},
             "payback_per_mille": {"WIN": 810}, "premium_per_mille": {"WIN": 50}, "note": [{"x": -1.5e3}, null, true],
             "stakes": {"WIN": {"1": 1230000, "4": 456000}, "BRACKET_EXACTA": {"8>8": 100, "8>1": 2700}, "TRIO": {"1-3-9": 500}},
             "result": [[9], [8, 1], [3]]}
            {"runners": 2, "stakes": {}, "result": null}
            """.getBytes(StandardCharsets.UTF_8);
    private static final byte[] SPICE = "{}[]:,\"\\0159-+.eEtfn \n\0\u001b\u00ff第>".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void answers_damaged_input_or_refuses_it_in_one_line(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < DAMAGED; i++) {
            byte[] input = damage(GOOD, random);
            Run run = Keiba.dividends(input);
            assertThat(run.exitCode()).isBetween(0, 1);
            assertThat(run.answers())
                    .allSatisfy(answer -> assertThat(answer.isObject()).isTrue());
            assertThat(run.err())
                    .as(() -> new String(input, StandardCharsets.UTF_8))
                    .matches(run.exitCode() == 0 ? "" : "keiba: race [1-9][0-9]*( \\(.*\\))?: \\P{Cntrl}+\\R");
            refused += run.exitCode();
        }
        assertThat(refused).isBetween(DAMAGED / 2, DAMAGED - 1);
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] bytes = good;
        for (int wounds = 1 + random.nextInt(3); wounds > 0; wounds--) {
            bytes = wound(bytes, random);
        }
        return bytes;
    }

    private static byte[] wound(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(12), bytes.length - at);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(bytes, Math.max(1, at));
            case 1 -> splice(bytes, at, at + length, new byte[0]);
            case 2 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
            case 3 -> splice(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            default -> splice(bytes, at, at + 1, new byte[] {SPICE[random.nextInt(SPICE.length)]});
        };
    }

    /** Returns the bytes with a range replaced; at least one byte is left. */
    private static byte[] splice(byte[] bytes, int from, int to, byte[] replacement) {
        byte[] spliced = new byte[Math.max(1, bytes.length - (to - from) + replacement.length)];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(replacement, 0, spliced, from, replacement.length);
        System.arraycopy(bytes, to, spliced, from + replacement.length, bytes.length - to);
        return spliced;
    }
}
