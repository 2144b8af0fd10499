package keiba.bootstrap.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import keiba.adapter.postgres.DeadLetterDesk;
import keiba.adapter.postgres.DeadLetterDesk.Letter;
import keiba.adapter.postgres.PostgresBooks;
import keiba.application.purchase.QueueChunk;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Printable;
import keiba.wire.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a dead letter. */
@Command(
        name = "show",
        description =
                "Show a dead letter: where it came from, what is wrong with it, and the message, in hexadecimal where it is no text.")
final class ShowDeadLetterCommand extends LetterCommand {
    private static final int MOST_SHOWN = 4_096;

    @Option(names = "--json", description = "One JSON object, with the whole message in hexadecimal.")
    private boolean json;

    @Option(names = "--raw", description = "Only the message, byte by byte as it came.")
    private boolean raw;

    ShowDeadLetterCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() throws CommandFailedException {
        var place = place();
        if (json && raw) {
            throw wrong("--json and --raw cannot be used together");
        }
        try (PostgresBooks books = servers().openBooks()) {
            DeadLetterDesk desk = books.deadLetterDesk();
            Letter letter = find(desk, place);
            Optional<byte[]> value = desk.value(place).map(QueueChunk.Bytes::toArray);
            if (raw) {
                byte[] bytes = value.orElse(new byte[0]);
                out().write(bytes, 0, bytes.length);
                out().flush();
            } else if (json) {
                ObjectNode shown = DeadLetterText.json(letter);
                value.ifPresent(bytes -> shown.put("value_hex", HexFormat.of().formatHex(bytes)));
                print(Json.text(shown));
            } else {
                DeadLetterText.json(letter)
                        .properties()
                        .forEach(fact -> print(fact.getKey() + ": "
                                + Printable.of(fact.getValue().asText(), MOST_SHOWN)));
                print("value: " + value.map(ShowDeadLetterCommand::readable).orElse("(none)"));
            }
        }
        return 0;
    }

    private static String readable(byte[] value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return Printable.of(text, MOST_SHOWN);
        } catch (CharacterCodingException noText) {
            int shown = Math.min(value.length, MOST_SHOWN / 2);
            return "0x" + HexFormat.of().formatHex(value, 0, shown) + (shown < value.length ? "…" : "");
        }
    }
}
