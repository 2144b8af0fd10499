package keiba.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import keiba.application.race.Posting;
import keiba.application.race.RaceCard;
import keiba.application.settlement.PreviewResult;
import keiba.application.settlement.TypeSettlement;
import keiba.application.settlement.TypeSettlement.Paying;
import keiba.application.settlement.TypeSettlement.SettlementKind;
import keiba.application.settlement.ViewSettlement.SettledResult;
import keiba.domain.bet.Numbering;
import keiba.domain.pool.Market;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceResult.Fault;
import keiba.domain.race.RaceState;
import keiba.domain.settlement.RefundedNumbers;

/** The result of a race as JSON. */
public final class ResultWire {
    private ResultWire() {}

    /** The outcome of reading a posted result. */
    public sealed interface Read {}

    /** A result; the application checks whether it is possible for its race. */
    public record Valid(RaceResult result) implements Read {}

    /**
     * The text is not a result that any race can have.
     *
     * @param horses the wrong horse numbers, ascending
     */
    public record InvalidResult(Fault fault, List<Integer> horses) implements Read {
        public InvalidResult {
            horses = List.copyOf(horses);
        }
    }

    /** Why a horse has no place, on the wire. */
    private enum NoPlace {
        PULLED_UP,
        DISQUALIFIED
    }

    private record NotPlaced(int horse, NoPlace why) {}

    /**
     * Reads a result as an operator posts it: the order with dead heats as groups, and who has no place.
     *
     * @throws WireException if fields are missing or of the wrong type (MALFORMED), or have impossible values
     *     (IMPOSSIBLE)
     */
    public static Read read(Fields fields) {
        List<List<Integer>> order = fields.integerLists("order");
        if (order.contains(List.of())) {
            throw WireException.impossible(
                    fields.path("order") + "[" + order.indexOf(List.of()) + "]",
                    "is empty; each place needs at least one horse");
        }
        List<NotPlaced> others = fields.has("not_placed")
                ? fields.objects("not_placed").stream()
                        .map(ResultWire::readNotPlaced)
                        .toList()
                : List.of();
        return fault(order, others)
                .orElseGet(() -> new Valid(new RaceResult(
                        new OrderOfFinish(order.stream().map(Horses::of).toList()),
                        horses(others, NoPlace.PULLED_UP),
                        horses(others, NoPlace.DISQUALIFIED),
                        List.of())));
    }

    private static NotPlaced readNotPlaced(Fields fields) {
        return new NotPlaced(fields.smallInteger("horse_number"), fields.constant("status", NoPlace.class));
    }

    /**
     * Returns the fault of a result with numbers that no horse has or with horses that occur twice; empty if there is
     * none.
     */
    private static Optional<Read> fault(List<List<Integer>> order, List<NotPlaced> others) {
        List<Integer> named = Stream.concat(
                        order.stream().flatMap(List::stream), others.stream().map(NotPlaced::horse))
                .toList();
        List<Integer> strangers = ascending(named.stream().filter(horse -> horse < 1 || horse > Horses.MAX_NUMBER));
        if (!strangers.isEmpty()) {
            return Optional.of(new InvalidResult(Fault.NOT_A_RUNNER, strangers));
        }
        Set<Integer> seen = new HashSet<>();
        List<Integer> twice = ascending(named.stream().filter(horse -> !seen.add(horse)));
        return twice.isEmpty() ? Optional.empty() : Optional.of(new InvalidResult(Fault.TWICE, twice));
    }

    private static List<Integer> ascending(Stream<Integer> numbers) {
        return numbers.distinct().sorted().toList();
    }

    private static Horses horses(List<NotPlaced> others, NoPlace why) {
        return Horses.of(others.stream()
                .filter(other -> other.why() == why)
                .map(NotPlaced::horse)
                .toList());
    }

    /** The result as {@code GET /races/{id}/result} shows it: what is not known yet is null or empty. */
    public static ObjectNode write(SettledResult result) {
        RaceCard card = result.card();
        Market market = card.market();
        ObjectNode json = Json.object();
        json.put("race_id", card.id().value());
        json.put("state", card.state().name());
        json.put("result_version", card.posting().map(Posting::version).orElse(0L));
        writePlaces(card, json);
        json.put(
                "confirmed_at",
                card.posting()
                        .flatMap(Posting::confirmedAt)
                        .map(Object::toString)
                        .orElse(null));
        json.put("expires_on", card.expiresOn().toString());
        json.put("places_paid", market.offering().placesPaid());
        writeOutcomes(result, market, json.putObject("outcomes"));
        writeDividends(result.types(), json.putObject("dividends"));
        ObjectNode special = json.putObject("special");
        result.types()
                .forEach(type -> type.special()
                        .ifPresent(per100 -> special.put(type.type().name(), per100.value())));
        json.set("refunds", write(RefundedNumbers.of(market)));
        return json;
    }

    /**
     * What a result would pay, as {@code POST /races/{id}/result/preview} shows it: like the result itself, with the sums of each type,
     * and with the version of the posted result that says the same, or null.
     */
    public static ObjectNode write(PreviewResult.Previewed preview) {
        ObjectNode json = write(new SettledResult(preview.card(), preview.types()));
        preview.matches()
                .ifPresentOrElse(
                        version -> json.put("matches_version", version), () -> json.putNull("matches_version"));
        ObjectNode sums = json.putObject("sums");
        preview.types().forEach(type -> sums.set(type.type().name(), SettlementWire.show(type.sums())));
        return json;
    }

    /** Writes the places. A void race has none, even if a result was posted before. */
    private static void writePlaces(RaceCard card, ObjectNode into) {
        Optional<RaceResult> result =
                card.state() == RaceState.VOID ? Optional.empty() : card.race().result();
        into.set("order", result.map(posted -> write(posted.official())).orElse(null));
        ArrayNode notPlaced = into.putArray("not_placed");
        result.ifPresent(posted -> writeNotPlaced(posted, notPlaced));
    }

    private static ArrayNode write(OrderOfFinish order) {
        ArrayNode groups = Json.object().arrayNode();
        order.groups()
                .forEach(group -> groups.add(BetWire.list(group.stream().boxed().toList())));
        return groups;
    }

    private static void writeNotPlaced(RaceResult result, ArrayNode into) {
        result.pulledUp().plus(result.disqualified()).stream().forEach(horse -> {
            NoPlace why = result.disqualified().contains(horse) ? NoPlace.DISQUALIFIED : NoPlace.PULLED_UP;
            into.addObject().put("horse_number", horse).put("status", why.name());
        });
    }

    private static void writeOutcomes(SettledResult result, Market market, ObjectNode into) {
        if (result.card().state() == RaceState.VOID) {
            market.offering().types().forEach(type -> into.put(type.name(), SettlementKind.VOID.name()));
        } else {
            result.types()
                    .forEach(type -> into.put(type.type().name(), type.kind().name()));
        }
    }

    private static void writeDividends(List<TypeSettlement> types, ObjectNode into) {
        for (TypeSettlement type : types) {
            if (type.kind() == SettlementKind.DIVIDEND) {
                ArrayNode dividends = into.putArray(type.type().name());
                Numbering numbering = type.winning().numbering();
                type.paying().forEach(paying -> write(paying, numbering, dividends.addObject()));
            }
        }
    }

    private static void write(Paying paying, Numbering numbering, ObjectNode into) {
        into.put("combination", numbering.combination(paying.index()).toString());
        into.put("dividend", paying.per100().value());
        paying.popularity().ifPresent(rank -> into.put("popularity", rank));
    }

    private static ObjectNode write(RefundedNumbers refunded) {
        ObjectNode json = Json.object();
        json.set("horses", BetWire.list(refunded.horses().stream().boxed().toList()));
        json.set("brackets", BetWire.list(refunded.brackets()));
        json.set("same_brackets", BetWire.list(refunded.sameBrackets()));
        return json;
    }
}
