package keiba.benchmarks.load;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Measures the number of boards that are read per second: one plain board, and all boards of a race compressed,
 * compared with a handler that answers the same bytes.
 */
final class OddsPhase {
    private static final Goal BOARD = Goal.ratioAtLeast(0.6);
    private static final Goal BOARDS = Goal.ratioAtLeast(0.5);
    private static final String COMPRESSED = "Accept-Encoding: gzip\r\n";
    private static final int RACE = 7;
    private static final int TYPES = 8;
    private static final int LEAST_SALES = 2_000;

    private final Testbed testbed;
    private final Scale scale;
    private final Report report;

    OddsPhase(Testbed testbed, Scale scale, Report report) {
        this.testbed = testbed;
        this.scale = scale;
        this.report = report;
    }

    void run() throws IOException, SQLException {
        String one = "/v1/races/" + RACE + "/odds/WIN";
        String all = "/v1/races/" + RACE + "/odds";
        try (ChildProcess service = testbed.serve(Testbed.ALL, Phase.ODDS)) {
            testbed.openRaces(service);
            sell(service);
            byte[] board;
            byte[] boards;
            try (Operator reader = testbed.operator(service.port())) {
                board = await(reader, one);
                boards = reader.get(all, COMPRESSED).body();
            }
            requireAll(boards);
            Path boardFile = Files.write(testbed.file("board.json"), board);
            Path boardsFile = Files.write(testbed.file("boards.json.gz"), boards);
            try (ChildProcess bare = testbed.bare(boardFile.toString(), boardsFile.toString())) {
                compare(service, bare, "the WIN board", one, BareServer.BOARD, "", board.length, BOARD);
                String how = BareServer.isCompressed(boards) ? "all boards, gzip" : "all boards, NOT COMPRESSED";
                compare(service, bare, how, all, BareServer.BOARDS, COMPRESSED, boards.length, BOARDS);
            }
        }
    }

    private void sell(ChildProcess service) throws IOException, SQLException {
        if (testbed.accepted().count() < LEAST_SALES) {
            testbed.backlog().write(testbed.purchases(Races.OPEN), LEAST_SALES);
        }
        testbed.awaitRecorded(service);
    }

    /** Boards are published a moment after the sales. */
    private static byte[] await(Operator reader, String path) throws IOException {
        reader.awaitSales(path);
        return reader.get(path, "").body();
    }

    private static void requireAll(byte[] body) throws IOException {
        String text = new String(BareServer.isCompressed(body) ? plain(body) : body, StandardCharsets.UTF_8);
        int boards = text.split("\"as_of\"", -1).length - 1;
        if (boards != TYPES) {
            throw new IOException(boards + " boards instead of " + TYPES + ": "
                    + text.lines().findFirst().orElse(""));
        }
    }

    private static byte[] plain(byte[] compressed) throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return plain.readAllBytes();
        }
    }

    private void compare(
            ChildProcess service,
            ChildProcess bare,
            String what,
            String path,
            String barePath,
            String headers,
            int length,
            Goal ratio)
            throws IOException {
        byte[] request = HttpConnection.get(path, headers);
        byte[] bareRequest = HttpConnection.get(barePath, headers);
        ClosedLoop.AnswerCheck check = answer -> {
            if (answer.status() != 200 || answer.length() < length / 2 || answer.length() > 2L * length) {
                throw new IOException("answered " + answer.status() + " with " + answer.length() + " bytes instead of "
                        + length + ": " + answer.text());
            }
        };
        Target keiba = new Target(service, number -> request, check);
        Target plain = new Target(bare, number -> bareRequest, check);
        plain.warmUp(0, scale.warmUp());
        keiba.warmUp(0, scale.warmUp());
        for (int round = 0; round < scale.rounds(); round++) {
            plain.load(0, scale.round().toNanos());
            keiba.load(0, scale.round().toNanos());
        }
        report.rate(
                String.format(Locale.ROOT, "GET %s (%,d bytes) a second", what, length),
                keiba.median().perSecond(),
                plain.median().perSecond(),
                ratio);
        report.note(
                "  until the answer, p50 / p90 / p99 / max",
                keiba.median().latencies().summary(),
                plain.median().latencies().summary());
        report.compared(
                "  processor time of the server for one", keiba.processorMicros(), plain.processorMicros(), " µs");
        report.note(
                "  of which its just-in-time compilers",
                AcceptPhase.micros(keiba.compilerMicros()),
                AcceptPhase.micros(plain.compilerMicros()));
        report.note(
                "  processor time of the driver for one",
                AcceptPhase.micros(keiba.median().clientMicros()),
                AcceptPhase.micros(plain.median().clientMicros()));
    }
}
