package team.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;
import keiba.jvdata.JvData;
import keiba.jvdata.JvDataException;
import org.junit.jupiter.api.Test;

class WinDividendsTest {
    private static final String RACE = "2023080501010503";

    /** A record HR of a race of 8 horses, in which horse 3 pays 660 yen and is the second favourite. */
    private static String dividends() {
        String head = "HR" + "2" + "20230806" + RACE + "08" + "08" + "0".repeat(71);
        String win = "03" + "000000660" + "02";
        return head + win + " ".repeat(719 - 2 - head.length() - win.length()) + "\r\n";
    }

    private static Map<String, Map<Combination, Yen>> read(String file) throws IOException {
        return WinDividends.in(new ByteArrayInputStream(file.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void reads_the_dividends_of_a_file() throws IOException {
        assertEquals(
                Map.of(RACE, Map.of(Combination.of(BetType.WIN, 3), Yen.of(660))),
                read("RA7 not read\r\n" + dividends()));
    }

    @Test
    void refuses_a_record_that_is_truncated() {
        assertThrows(JvDataException.class, () -> read(dividends().substring(0, 700)));
    }

    @Test
    void runs_as_a_module_that_reads_the_modules_of_the_reader_and_of_the_domain() {
        Module records = WinDividends.class.getModule();
        Module reader = JvData.class.getModule();
        Module domain = Yen.class.getModule();

        assertTrue(records.isNamed(), records.toString());
        assertEquals("keiba.jvdata", reader.getName());
        assertEquals("keiba.domain", domain.getName());
        assertTrue(records.canRead(reader) && records.canRead(domain));
    }
}
