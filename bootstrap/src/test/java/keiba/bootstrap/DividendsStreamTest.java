package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import keiba.bootstrap.Keiba.Ended;
import keiba.bootstrap.Keiba.Run;
import org.junit.jupiter.api.Test;

/** Streams of any length are answered race by race, with one race in memory at a time. */
class DividendsStreamTest {
    /** The most that the parser reads ahead, in bytes. */
    private static final int READ_AHEAD = 8 * 1024;

    private static final int MAX_OBJECT = 16 * 1024 * 1024;
    private static final String TAIL =
            "\"runners\":8,\"stakes\":{\"WIN\":{\"1\":1230000,\"2\":456000}},\"result\":[[1],[2],[3]]}\n";

    private static String race(long number) {
        return "{\"race_id\":" + number + "," + TAIL;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** An input that creates races one by one when they are read. */
    private static final class Races extends InputStream {
        private final long count;
        private final LongFunction<String> race;
        private long made;
        private byte[] current = new byte[0];
        private int at;

        Races(long count, LongFunction<String> race) {
            this.count = count;
            this.race = race;
        }

        @Override
        public int read() {
            return fill() ? current[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (!fill()) {
                return -1;
            }
            int copied = Math.min(length, current.length - at);
            System.arraycopy(current, at, target, offset, copied);
            at += copied;
            return copied;
        }

        private boolean fill() {
            if (at == current.length && made < count) {
                current = race.apply(++made).getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            return at < current.length;
        }
    }

    /** Counts lines, and stores how far the input had been read when each of them was flushed. */
    private static final class Answers extends OutputStream {
        private final Races races;
        private final long breaksAfter;
        private long unflushed;
        private long lines;
        private long furthestAhead;

        Answers(Races races, long breaksAfter) {
            this.races = races;
            this.breaksAfter = breaksAfter;
        }

        @Override
        public void write(int b) throws IOException {
            if (lines == breaksAfter) {
                throw new IOException("Broken pipe");
            }
            unflushed += b == '\n' ? 1 : 0;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int i = 0; i < length; i++) {
                write(bytes[offset + i]);
            }
        }

        @Override
        public void flush() {
            if (unflushed > 0) {
                lines += unflushed;
                unflushed = 0;
                furthestAhead = Math.max(furthestAhead, races.made - lines);
            }
        }
    }

    @Test
    void answers_each_of_10000_races_while_the_input_is_read() {
        Races races = new Races(10_000, DividendsStreamTest::race);
        Answers answers = new Answers(races, Long.MAX_VALUE);

        Ended ended = Keiba.run(races, answers, "dividends", "-");

        assertThat(ended).isEqualTo(new Ended(0, ""));
        assertThat(answers.lines).isEqualTo(10_000);
        assertThat(answers.furthestAhead).isLessThanOrEqualTo(READ_AHEAD / race(1).length() + 1);
    }

    @Test
    void ends_without_a_message_when_the_reader_of_the_answers_is_gone() {
        Races races = new Races(Long.MAX_VALUE, DividendsStreamTest::race);
        Answers answers = new Answers(races, 1_000);

        Ended ended = Keiba.run(races, answers, "dividends", "-");

        assertThat(ended).isEqualTo(new Ended(1, ""));
        assertThat(answers.lines).isEqualTo(1_000);
    }

    @Test
    void does_not_keep_unknown_fields_in_memory() {
        String padding = "x".repeat(1024 * 1024);
        long beyondTheHeap = Math.min(Runtime.getRuntime().maxMemory(), 2L << 30) / padding.length() + 1;
        Races races = new Races(
                beyondTheHeap,
                number -> "{\"padding\":\"" + padding + "\",\"on_sale\":[]," + "\"runners\":2,\"stakes\":{}}");
        Answers answers = new Answers(races, Long.MAX_VALUE);

        Ended ended = Keiba.run(races, answers, "dividends", "-");

        assertThat(ended).isEqualTo(new Ended(0, ""));
        assertThat(answers.lines).isEqualTo(beyondTheHeap);
    }

    @Test
    void answers_all_races_before_a_faulty_one() {
        Run run = Keiba.run(
                new SequenceInputStream(
                        new Races(500, DividendsStreamTest::race), bytes("{\"race_id\":501,\"runners\":\"8\"}")),
                "dividends",
                "-");

        assertThat(run.answers()).hasSize(500);
        assertThat(run.err())
                .isEqualTo("keiba: race 501 (501): runners: must be an integer from 2 to 18, not \"8\""
                        + System.lineSeparator());
    }

    @Test
    void answers_all_races_before_a_read_error() {
        InputStream broken = new FailingInput(new IOException("Input/output error"));

        Run run = Keiba.run(new SequenceInputStream(bytes(race(1)), broken), "dividends", "-");

        assertThat(run.answers()).hasSize(1);
        assertThat(run.err())
                .isEqualTo("keiba: cannot read standard input: Input/output error" + System.lineSeparator());
    }

    @Test
    void answers_a_race_before_the_next_one_arrives() throws IOException {
        Races races = new Races(2, DividendsStreamTest::race);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InputStream checking = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize((int) races.made);
                return races.read(target, offset, length);
            }
        };

        assertThat(Keiba.run(checking, out, "dividends", "-")).isEqualTo(new Ended(0, ""));
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }

    @Test
    void accepts_an_object_of_16_mib_and_refuses_a_larger_one() {
        InputStream fits = padded(MAX_OBJECT);
        InputStream twice = new SequenceInputStream(Collections.enumeration(
                List.of(bytes(" \n"), padded(MAX_OBJECT), padded(MAX_OBJECT), bytes(race(3)), padded(MAX_OBJECT + 1))));

        assertThat(Keiba.run(fits, "dividends", "-").answers()).hasSize(1);
        Run run = Keiba.run(twice, "dividends", "-");
        assertThat(run.answers()).hasSize(3);
        assertThat(run.err())
                .isEqualTo("keiba: race 4 (1): stakes: must not be larger than 16 MB" + System.lineSeparator());
    }

    @Test
    void stops_reading_an_endless_object_at_the_limit() {
        Races endless =
                new Races(Long.MAX_VALUE, number -> number == 1 ? "{\"race_id\":\"S1\",\"x\":\"" : "x".repeat(1024));

        Run run = Keiba.run(endless, "dividends", "-");

        assertThat(run)
                .isEqualTo(new Run(
                        1, "", "keiba: race 1 (S1): x: must not be larger than 16 MB" + System.lineSeparator()));
        assertThat(endless.made * 1024).isLessThanOrEqualTo(MAX_OBJECT + READ_AHEAD);
    }

    @Test
    void accepts_any_amount_of_white_space_between_races() {
        InputStream gap = blanks(MAX_OBJECT + 1);
        InputStream input =
                new SequenceInputStream(Collections.enumeration(List.of(bytes(race(1)), gap, bytes(race(2)))));

        assertThat(Keiba.run(input, "dividends", "-").answers()).hasSize(2);
    }

    @Test
    void accepts_a_race_id_of_almost_16_mib() {
        String id = "x".repeat(MAX_OBJECT - 100);
        Run run = Keiba.dividends("{\"race_id\":\"" + id + "\",\"on_sale\":[],\"runners\":2,\"stakes\":{}}");

        assertThat(run.answer().get("race_id").asText()).hasSameSizeAs(id);
    }

    /** Returns a race of this many bytes, most of them blanks. */
    private static InputStream padded(int size) {
        String head = "{\"race_id\":1,";
        String tail = "\"on_sale\":[],\"runners\":2,\"stakes\":{}}";
        return new SequenceInputStream(Collections.enumeration(
                List.of(bytes(head), blanks(size - head.length() - tail.length()), bytes(tail))));
    }

    private static InputStream blanks(int count) {
        byte[] blanks = new byte[count];
        Arrays.fill(blanks, (byte) ' ');
        return new ByteArrayInputStream(blanks);
    }
}
