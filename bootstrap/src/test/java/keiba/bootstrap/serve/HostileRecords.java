package keiba.bootstrap.serve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records of every kind that a producer may write to the purchase topic, valid purchases among them; the same for the same seed. */
final class HostileRecords {
    /** The number of bettors who buy: users from {@link RaceDay#FIRST_BETTOR} on. */
    static final int BETTORS = 20;

    private static final String TOPIC = "betting.ticket.purchase";
    private static final String EXPECTED = "expected";
    private static final String KIND = "keiba-kind";
    private static final Pattern ID = Pattern.compile("\"message_id\":\"([^\"]*)\"");
    private static final String DIGITS = "9".repeat(60);

    private final Random random;
    private final int partitions;
    private final List<String> before = new ArrayList<>();

    /** The expected outcome of a record. */
    enum Expected {
        /** Nothing: it is skipped. */
        MARKER,
        /** A dead letter. */
        DEAD,
        /** A ticket or a refusal; nothing if its id was recorded before. */
        JUDGED,
        /** One of the three; nothing if its id was recorded before. */
        ANY
    }

    HostileRecords(long seed, int partitions) {
        this.random = new Random(seed);
        this.partitions = partitions;
    }

    Random random() {
        return random;
    }

    static Expected expected(ConsumerRecord<byte[], byte[]> record) {
        return Expected.valueOf(new String(record.headers().lastHeader(EXPECTED).value(), StandardCharsets.US_ASCII));
    }

    /** The id in a value, as text, lower case; empty where there is none. */
    static String id(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return "";
        }
        Matcher id = ID.matcher(new String(record.value(), StandardCharsets.UTF_8));
        return id.find() ? id.group(1).toLowerCase(java.util.Locale.ROOT) : "";
    }

    /** A record of almost a megabyte: together with the longest key it is just below what the topic accepts (1,048,588 bytes). */
    ProducerRecord<byte[], byte[]> large() {
        byte[] value = new byte[1_035_000];
        if (random.nextBoolean()) {
            random.nextBytes(value);
            value[0] = 0;
        } else {
            Arrays.fill(value, (byte) '[');
        }
        return record(anyPartition(), value, Expected.DEAD);
    }

    ProducerRecord<byte[], byte[]> next() {
        long race = 1L + random.nextInt(partitions);
        int partition = (int) (race % partitions);
        String valid = purchase(race);
        int kind = random.nextInt(100);
        if (kind < 25) {
            before.add(valid);
            return record(partition, valid, Expected.JUDGED);
        }
        if (kind < 30) {
            return again();
        }
        if (kind < 38) {
            return record(partition, impossible(valid), Expected.JUDGED);
        }
        if (kind < 46) {
            return record(partition, malformed(valid), Expected.DEAD);
        }
        if (kind < 51) {
            return record(anyPartition(), (byte[]) null, Expected.DEAD);
        }
        if (kind < 56) {
            return record(anyPartition(), new byte[0], Expected.DEAD);
        }
        if (kind < 64) {
            return record(anyPartition(), noise(), Expected.DEAD);
        }
        if (kind < 71) {
            return record(partition, valid.substring(0, random.nextInt(valid.length())), Expected.DEAD);
        }
        if (kind < 78) {
            return record(partition, damaged(valid), Expected.ANY);
        }
        if (kind < 82) {
            return record(partition, nested(), Expected.DEAD);
        }
        if (kind < 86) {
            return record(partition, twice(valid), Expected.DEAD);
        }
        if (kind < 91) {
            return record((partition + 1 + random.nextInt(partitions - 1)) % partitions, valid, Expected.DEAD);
        }
        return marker(partition, race, valid);
    }

    private int anyPartition() {
        return random.nextInt(partitions);
    }

    private String purchase(long race) {
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        long user = (long) RaceDay.FIRST_BETTOR + random.nextInt(BETTORS + 1);
        return "{\"message_id\":\"" + (random.nextInt(10) == 0 ? id.toUpperCase(java.util.Locale.ROOT) : id)
                + "\",\"user_id\":" + user + ",\"race_id\":" + race + ",\"horse_number\":"
                + random.nextInt(RaceDay.RUNNERS + 2) + ",\"bet_type\":\""
                + (random.nextBoolean() ? "WIN" : "PLACE") + "\",\"amount\":" + 100 * random.nextInt(4)
                + ",\"timestamp\":\"2026-11-22T06:29:00Z\"}";
    }

    /** A purchase that was sent before, to its partition. */
    private ProducerRecord<byte[], byte[]> again() {
        if (before.isEmpty()) {
            return record(anyPartition(), new byte[0], Expected.DEAD);
        }
        String purchase = before.get(random.nextInt(before.size()));
        Matcher race = Pattern.compile("\"race_id\":(\\d+)").matcher(purchase);
        int partition = race.find() ? (int) (Long.parseLong(race.group(1)) % partitions) : 0;
        return record(partition, purchase, Expected.JUDGED);
    }

    private String impossible(String valid) {
        return switch (random.nextInt(8)) {
            case 0 ->
                valid.replaceFirst("\"race_id\":\\d+", "\"race_id\":" + (random.nextBoolean() ? "0" : "-" + DIGITS));
            case 1 -> valid.replaceFirst("\"horse_number\":\\d+", "\"horse_number\":3000000000");
            case 2 -> valid.replaceFirst("\"horse_number\":\\d+", "\"horse_number\":" + DIGITS);
            case 3 -> valid.replaceFirst("\"amount\":\\d+", "\"amount\":" + (random.nextBoolean() ? "150" : "-100"));
            case 4 -> valid.replaceFirst("\"amount\":\\d+", "\"amount\":" + DIGITS);
            case 5 -> valid.replaceFirst("\"amount\":\\d+", "\"amount\":1000000000000000");
            case 6 -> valid.replaceFirst("\"user_id\":\\d+", "\"user_id\":" + (random.nextBoolean() ? "0" : DIGITS));
            default -> valid.replaceFirst("\"(WIN|PLACE)\"", "\"TRICAST\"");
        };
    }

    private String malformed(String valid) {
        return switch (random.nextInt(7)) {
            case 0 -> valid.replaceFirst("\"amount\":\\d+", "\"amount\":100.5");
            case 1 -> valid.replaceFirst("\"amount\":\\d+,", "");
            case 2 -> valid.replaceFirst("\"race_id\":\\d+", "\"race_id\":\"\\\\ud800\\\\u0000\"");
            case 3 -> valid.replaceFirst("\"user_id\":\\d+", "\"user_id\":null");
            case 4 -> valid.replaceFirst("\"message_id\":\"[^\"]*\"", "\"message_id\":\"17\"");
            case 5 -> valid.replace("2026-11-22T06:29:00Z", "\\u0000".repeat(200));
            default -> valid.replaceFirst("\"horse_number\":\\d+", "\"horse_number\":" + "9".repeat(200));
        };
    }

    /** Bytes whose beginning is not that of a JSON object. */
    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        noise[0] = (byte) 0xff;
        return noise;
    }

    private byte[] damaged(String valid) {
        byte[] damaged = valid.getBytes(StandardCharsets.UTF_8);
        for (int bytes = 1 + random.nextInt(3); bytes > 0; bytes--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private String nested() {
        int depth = 33 + random.nextInt(2_000);
        return random.nextBoolean() ? "[".repeat(depth) : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private static String twice(String valid) {
        return valid.replaceFirst("\"amount\":", "\"amount\":100,\"amount\":");
    }

    /** Forged and damaged markers, and purchases with the headers of markers. */
    private ProducerRecord<byte[], byte[]> marker(int partition, long race, String valid) {
        String forged =
                "{\"race_id\":" + race + ",\"close_id\":\"" + new UUID(random.nextLong(), random.nextLong()) + "\"}";
        byte[] value = switch (random.nextInt(4)) {
            case 0 -> forged.getBytes(StandardCharsets.UTF_8);
            case 1 -> null;
            case 2 -> noise();
            default -> valid.getBytes(StandardCharsets.UTF_8);
        };
        ProducerRecord<byte[], byte[]> record = record(partition, value, Expected.MARKER);
        for (int headers = 1 + random.nextInt(3); headers > 0; headers--) {
            record.headers().add(KIND, kind());
        }
        return record;
    }

    private byte @Nullable [] kind() {
        return switch (random.nextInt(4)) {
            case 0 -> "close".getBytes(StandardCharsets.US_ASCII);
            case 1 -> null;
            case 2 -> noise();
            default -> new byte[0];
        };
    }

    private ProducerRecord<byte[], byte[]> record(int partition, String value, Expected expected) {
        return record(partition, value.getBytes(StandardCharsets.UTF_8), expected);
    }

    private ProducerRecord<byte[], byte[]> record(int partition, byte @Nullable [] value, Expected expected) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, partition, key(), value);
        record.headers().add(EXPECTED, expected.name().getBytes(StandardCharsets.US_ASCII));
        if (random.nextInt(20) == 0) {
            record.headers().add("", null).add("\u0000馬", noise());
        }
        return record;
    }

    private byte @Nullable [] key() {
        return switch (random.nextInt(100)) {
            case 0 -> new byte[10_000];
            case 1, 2 -> noise();
            case 3, 4 -> new byte[0];
            default -> null;
        };
    }
}
