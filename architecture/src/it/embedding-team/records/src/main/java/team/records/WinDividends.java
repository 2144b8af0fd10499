package team.records;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;
import keiba.jvdata.DividendsRecord;
import keiba.jvdata.JvData;
import keiba.jvdata.JvDataReader;

/** Finds the dividends of WIN in a file of JV-Data. */
public final class WinDividends {
    private WinDividends() {}

    /** Returns the dividends per 100 yen of all races of the file, by race and horse; records of other types are ignored. */
    public static Map<String, Map<Combination, Yen>> in(InputStream file) throws IOException {
        Map<String, Map<Combination, Yen>> byRace = new TreeMap<>();
        JvDataReader reader = new JvDataReader(file);
        for (Optional<JvData> next = reader.next(); next.isPresent(); next = reader.next()) {
            if (next.get() instanceof DividendsRecord dividends) {
                byRace.put(
                        dividends.header().race().toString(),
                        dividends.of(BetType.WIN).per100());
            }
        }
        return byRace;
    }
}
