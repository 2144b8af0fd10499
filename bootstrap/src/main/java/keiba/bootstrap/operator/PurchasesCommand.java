package keiba.bootstrap.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Optional;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.postgres.QueueControl.Standing;
import keiba.adapter.redis.RedisBoards;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Printable;
import keiba.wire.Json;
import keiba.wire.PurchaseWire;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints everything that is known about a purchase. */
@Command(
        name = "purchases",
        description = {
            "Tell everything that PostgreSQL and Redis hold about a purchase.",
            "That is its claim, its place in the queue, its ticket or refusal, refunds, payout, transfers, dead letters, and the status that",
            "Redis shows. Exit code 1 if neither knows it."
        })
public final class PurchasesCommand extends OperatorCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "The message id.")
    private String id = "";

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    public PurchasesCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() throws CommandFailedException {
        MessageId purchase = messageId(id);
        ObjectNode story = story(purchase);
        if (json) {
            print(Json.text(story));
        } else {
            tell(story);
        }
        if (story.path("outcome").asText().equals("UNKNOWN")) {
            throw new CommandFailedException("neither PostgreSQL nor Redis contains purchase " + purchase
                    + (story.path("redis").has("unavailable") ? ", but Redis did not answer" : ""));
        }
        return 0;
    }

    private ObjectNode story(MessageId purchase) {
        ObjectNode story = Json.object().put("message_id", purchase.toString());
        try (PostgresBooks books = servers().openBooks();
                RedisBoards boards = servers().openBoards()) {
            // Redis is read first: a purchase that it shows as pending may be recorded a moment later, and is then
            // found in PostgreSQL.
            ObjectNode redis = Json.object();
            Optional<Purchase> shown = shown(boards, purchase, redis);
            Optional<ObjectNode> recorded = books.purchaseStory().of(purchase);
            story.put("outcome", outcome(recorded, shown));
            recorded.ifPresent(parts -> story.set("recorded", parts));
            queue(books, recorded, shown).ifPresent(queue -> story.set("queue", queue));
            ArrayNode letters = Json.object().putArray("letters");
            books.deadLetterDesk().of(purchase).stream()
                    .map(DeadLetterText::json)
                    .forEach(letters::add);
            if (!letters.isEmpty()) {
                story.set("dead_letters", letters);
            }
            story.set("redis", redis);
        }
        return story;
    }

    private static Optional<Purchase> shown(RedisBoards boards, MessageId purchase, ObjectNode redis) {
        try {
            boards.pending().status(purchase).ifPresent(status -> redis.put("status", status));
            Optional<Purchase> shown = boards.boards().purchases().find(purchase);
            shown.ifPresent(found -> redis.set("detail", PurchaseWire.write(found)));
            return shown;
        } catch (InfrastructureFailure away) {
            redis.put("unavailable", away.getMessage());
            return Optional.empty();
        }
    }

    private static String outcome(Optional<ObjectNode> recorded, Optional<Purchase> shown) {
        if (recorded.isPresent()) {
            return recorded.get().has("ticket") ? "COMPLETED" : "FAILED";
        }
        return shown.isPresent() ? "PENDING" : "UNKNOWN";
    }

    /** Returns the place of the purchase in its partition, and up to where the partition is recorded. */
    private static Optional<ObjectNode> queue(
            PostgresBooks books, Optional<ObjectNode> recorded, Optional<Purchase> shown) {
        Optional<Standing> standing = books.queueControl().standing();
        Optional<JsonNode> row =
                recorded.map(parts -> parts.has("ticket") ? parts.get("ticket") : parts.get("refusal"));
        Optional<Integer> partition = row.filter(has -> has.has("queue_partition"))
                .map(has -> has.get("queue_partition").asInt())
                .or(() -> shown.filter(Purchase.Pending.class::isInstance)
                        .flatMap(pending -> standing.map(stands -> (int)
                                (((Purchase.Pending) pending).message().race().value() % stands.partitions()))));
        return partition.map(number -> {
            ObjectNode queue = Json.object().put("partition", number);
            row.filter(has -> has.has("queue_offset"))
                    .ifPresent(
                            has -> queue.put("number", has.get("queue_offset").asLong()));
            standing.map(stands -> stands.positions().get(number)).ifPresent(lane -> {
                queue.put("recorded_to_offset", lane.position().next());
                queue.put("offset_base", lane.base());
                queue.put("recorded_through", lane.recordedThrough().toString());
            });
            return queue;
        });
    }

    private void tell(ObjectNode story) {
        print("purchase " + story.get("message_id").asText() + ": "
                + story.get("outcome").asText());
        story.properties().stream()
                .filter(part -> part.getValue().isContainerNode())
                .forEach(part -> tell(part.getKey(), part.getValue()));
    }

    private void tell(String name, JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties().forEach(field -> tell(name + "." + field.getKey(), field.getValue()));
        } else if (value.isArray() && value.path(0).isContainerNode()) {
            for (int i = 0; i < value.size(); i++) {
                tell(name + "[" + i + "]", value.get(i));
            }
        } else {
            String text = value.isTextual()
                    ? value.asText()
                    : value.isEmpty() && value.isObject() ? "nothing" : value.toString();
            print("  " + name + ": " + Printable.of(text, 2_000));
        }
    }
}
