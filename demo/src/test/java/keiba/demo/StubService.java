package keiba.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsSheet;
import keiba.application.purchase.Bet;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.Outcome;
import keiba.domain.settlement.PoolSettlement;
import keiba.domain.settlement.RaceSettlement;
import keiba.domain.settlement.TicketSettlement;
import keiba.wire.BetWire;
import keiba.wire.Fields;
import keiba.wire.Json;
import keiba.wire.OddsWire;

/**
 * The part of the contract that a race day needs, in memory and one request at a time, with selectable faults. Tokens are user ids. A race
 * closes when its card is read after its deadline, so that a slow machine loses no bets.
 */
final class StubService implements AutoCloseable {
    /** The faults that a test can select. */
    enum Fault {
        /** An accepted purchase stays PENDING. */
        LOSES_A_PURCHASE,
        /** An accepted purchase is unknown afterwards. */
        FORGETS_A_PURCHASE,
        MISPRICES_FINAL_ODDS,
        MISSTATES_A_DIVIDEND,
        MISSTATES_STAKES,
        REPORTS_AN_IMBALANCE,
        REPORTS_OTHER_PAYOUTS,
        LEAVES_A_PAYOUT_UNPAID,
        PAYS_ANOTHER_BALANCE,
        PAYS_TWICE,
        DOES_NOT_SCRATCH
    }

    private final HttpServer server;
    private final Set<Fault> faults;
    private final Map<Long, StubRace> races = new TreeMap<>();
    private final Map<Long, Long> balances = new HashMap<>();
    private final Map<String, StubPurchase> purchases = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private final Map<String, Runnable> interludes = new HashMap<>();
    private final Map<String, Reply> problems = new HashMap<>();
    private int refusals;

    private StubService(HttpServer server, Set<Fault> faults) {
        this.server = server;
        this.faults = faults;
    }

    static StubService start(Fault... faults) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        StubService service = new StubService(server, Set.of(faults));
        server.createContext("/", service::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return service;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the method and path of all requests, without the ids of purchases. */
    synchronized List<String> log() {
        return List.copyOf(log);
    }

    /**
     * Runs an act of another user directly before a request is answered for the first time.
     *
     * @param request method and path
     */
    synchronized void before(String request, Runnable somebodyElse) {
        interludes.put(request, somebodyElse);
    }

    /** Answers a request with a problem the first time. */
    synchronized void refuses(String request, int status, String problem) {
        problems.put(request, Reply.problem(status, problem));
    }

    /** Answers the next requests, this many, with 503. */
    synchronized void isAwayFor(int requests) {
        refusals = requests;
    }

    /** Sends a request of a user outside the demonstration; returns the status of the answer. */
    synchronized int ask(String method, String path, long user, ObjectNode body) {
        return answer(method, path, user, "of-others-" + log.size(), body).status;
    }

    /** Returns the bets of a user on a race in the order of their arrival. */
    synchronized List<Bet> bets(long user, long race) {
        return purchases.values().stream()
                .filter(purchase -> purchase.user == user && purchase.race == race)
                .map(StubPurchase::bet)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record StubPurchase(
            String id, String key, long user, long race, Bet bet, CombinationSet set, boolean sold) {
        long total() {
            return bet.amount().value() * set.size();
        }
    }

    private static final class StubRace {
        final JsonNode declared;
        Market market;
        boolean opened;
        boolean closed;
        Instant deadline;
        final Map<BetType, Pool> pools = new TreeMap<>();
        Optional<OrderOfFinish> order = Optional.empty();
        boolean confirmed;
        boolean executed;
        boolean suspended;
        boolean called;
        boolean held;
        long version;
        long author;
        ArrayNode others = Json.object().arrayNode();
        final Map<String, ObjectNode> paid = new HashMap<>();

        StubRace(JsonNode declared) {
            this.declared = declared;
            int runners = declared.get("runners").size();
            Horses withdrawn = Horses.NONE;
            for (JsonNode horse : declared.get("withdrawn")) {
                withdrawn = withdrawn.plus(horse.asInt());
            }
            market = Market.open(
                    RuleBooks.find(declared.get("rules").asText()).orElseThrow(),
                    new Field(runners, Brackets.standard(runners), withdrawn));
            market.offering().types().forEach(type -> pools.put(type, market.pool(type)));
            deadline = declared.hasNonNull("deadline")
                    ? Instant.parse(declared.get("deadline").asText())
                    : Instant.MAX;
        }

        boolean isOpen() {
            return opened && !closed && !called && !suspended;
        }

        String state() {
            if (called) {
                return "VOID";
            }
            if (confirmed) {
                return "PAYABLE";
            }
            if (order.isPresent()) {
                return "UNOFFICIAL";
            }
            if (closed) {
                return "CLOSED";
            }
            return opened ? suspended ? "SUSPENDED" : "OPEN" : "DECLARED";
        }

        boolean isClosed() {
            return closed;
        }

        void withdraw(int horse) {
            market = Market.open(market.rules(), market.offering().field().withdraw(Horses.of(horse)));
            pools.clear();
            market.offering().types().forEach(type -> pools.put(type, market.pool(type)));
        }

        RaceSettlement settlement() {
            return RaceSettlement.of(market, pools.values(), order.orElseThrow());
        }
    }

    private record Reply(int status, ObjectNode body) {
        static Reply ok(ObjectNode body) {
            return new Reply(200, body);
        }

        static Reply problem(int status, String name) {
            return new Reply(status, Json.object().put("type", "urn:keiba:problem:" + name));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Reply reply;
        try {
            synchronized (this) {
                reply = refusals-- > 0
                        ? Reply.problem(503, "unavailable")
                        : answer(exchange, body.length == 0 ? Json.object() : Json.read(body));
            }
        } catch (RuntimeException failed) {
            reply = new Reply(500, Json.object().put("detail", failed.toString()));
        }
        byte[] sent = Json.write(reply.body);
        exchange.sendResponseHeaders(reply.status, sent.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(sent);
        }
    }

    private Reply answer(HttpExchange exchange, ObjectNode body) {
        String authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("Bearer 0");
        String key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"))
                .orElse("");
        return answer(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                Long.parseLong(authorization.substring("Bearer ".length())),
                key,
                body);
    }

    private Reply answer(String method, String request, long user, String key, ObjectNode body) {
        log.add(method + " " + request);
        Optional.ofNullable(interludes.remove(method + " " + request)).ifPresent(Runnable::run);
        Optional<Reply> problem = Optional.ofNullable(problems.remove(method + " " + request));
        if (problem.isPresent()) {
            return problem.get();
        }
        String[] path = request.substring("/v1/".length()).split("/");
        return switch (path[0]) {
            case "demo" ->
                new Reply(201, Json.object().put("token", body.get("user_id").asText()));
            case "races" ->
                path.length == 1
                        ? declare(body)
                        : race(method, Long.parseLong(path[1]), List.of(path).subList(2, path.length), body, user);
            case "purchases" -> path.length == 1 ? buy(body, user, key) : purchase(path[1], user);
            case "accounts" -> {
                balances.merge(Long.parseLong(path[1]), body.get("amount").asLong(), Long::sum);
                yield new Reply(201, Json.object());
            }
            case "account" -> {
                long wrong = faults.contains(Fault.PAYS_ANOTHER_BALANCE) ? 10 : 0;
                yield Reply.ok(Json.object().put("balance", balance(user) + wrong));
            }
            case "payouts" -> path.length == 1 ? payouts(user) : collect(path[1]);
            default -> Reply.problem(404, "not-found");
        };
    }

    private long balance(long user) {
        return balances.getOrDefault(user, 0L);
    }

    private Reply declare(ObjectNode body) {
        races.put(body.get("race_id").asLong(), new StubRace(body));
        return new Reply(201, Json.object());
    }

    private Reply race(String method, long id, List<String> what, ObjectNode body, long user) {
        StubRace race = races.get(id);
        if (race == null) {
            return Reply.problem(404, "not-found");
        }
        return switch (String.join("/", what)) {
            case "" -> Reply.ok(card(race));
            case "schedule" -> {
                if (!Set.of("DECLARED", "OPEN", "SUSPENDED").contains(race.state())) {
                    yield Reply.problem(409, "illegal-transition");
                }
                race.deadline = Instant.parse(body.get("deadline").asText());
                yield Reply.ok(card(race));
            }
            case "open" -> {
                if (!Set.of("DECLARED", "OPEN").contains(race.state())) {
                    yield Reply.problem(409, "illegal-transition");
                }
                race.opened = true;
                yield Reply.ok(card(race));
            }
            case "suspend" -> {
                race.suspended = true;
                yield Reply.ok(card(race));
            }
            case "close" -> {
                if (!Set.of("OPEN", "SUSPENDED", "CLOSED").contains(race.state())) {
                    yield Reply.problem(409, "illegal-transition");
                }
                race.deadline = Instant.now();
                yield Reply.ok(card(race));
            }
            case "cancel" -> {
                cancel(id, race);
                yield Reply.ok(card(race));
            }
            case "scratches" -> scratch(id, race, body.get("horse_number").asInt());
            case "odds" -> {
                ObjectNode boards = Json.object();
                race.pools.keySet().forEach(type -> boards.set(type.name(), board(id, race, type)));
                yield Reply.ok(Json.object().put("race_id", id).set("boards", boards));
            }
            case "result" -> method.equals("PUT") ? enter(race, body, user) : Reply.ok(result(race));
            case "result/confirmation" -> {
                if (user == race.author) {
                    yield Reply.problem(403, "same-person");
                }
                if (body.get("result_version").asLong() != race.version) {
                    yield Reply.problem(409, "result-changed");
                }
                race.confirmed = true;
                yield Reply.ok(Json.object());
            }
            case "payouts/hold" -> {
                race.held = method.equals("PUT") ? body.get("held").asBoolean() : race.held;
                yield Reply.ok(Json.object().put("held", race.held));
            }
            case "payouts/calculation" -> new Reply(race.confirmed ? 200 : 409, Json.object());
            case "payouts/execution" -> execute(id, race);
            case "report" -> Reply.ok(report(id, race));
            default -> Reply.ok(board(id, race, BetType.valueOf(what.get(1))));
        };
    }

    private void cancel(long id, StubRace race) {
        for (StubPurchase purchase : purchases.values()) {
            if (!race.called && purchase.race == id && purchase.sold) {
                long out = purchase.set
                        .and(race.market.voided(purchase.bet.type()))
                        .size();
                long live = purchase.set.size() - out;
                balances.merge(purchase.user, live * purchase.bet.amount().value(), Long::sum);
            }
        }
        race.called = true;
    }

    private static ObjectNode card(StubRace race) {
        race.closed = race.opened && !Instant.now().isBefore(race.deadline);
        ObjectNode card = Json.object().put("state", race.state()).put("deadline", race.deadline.toString());
        Horses withdrawn = race.market.offering().field().withdrawn();
        ArrayNode runners = card.putArray("runners");
        for (JsonNode runner : race.declared.get("runners")) {
            int number = runner.get("horse_number").asInt();
            runners.addObject()
                    .put("horse_number", number)
                    .put(
                            "status",
                            withdrawn.contains(number)
                                    ? "WITHDRAWN"
                                    : race.market.scratched().contains(number) ? "SCRATCHED" : "ENTERED");
        }
        return card;
    }

    private Reply scratch(long id, StubRace race, int horse) {
        if (faults.contains(Fault.DOES_NOT_SCRATCH)) {
            return Reply.ok(Json.object());
        }
        Market before = race.market;
        if (!race.opened) {
            race.withdraw(horse);
            return Reply.ok(card(race));
        }
        if (race.confirmed || race.called) {
            return Reply.problem(409, "illegal-transition");
        }
        race.market = before.scratch(Horses.of(horse));
        race.order = race.order.map(posted -> posted.without(Horses.of(horse)));
        race.version += race.order.isPresent() ? 1 : 0;
        for (StubPurchase purchase : purchases.values()) {
            if (purchase.race == id && purchase.sold) {
                BetType type = purchase.bet.type();
                int out =
                        purchase.set.and(race.market.newlyVoided(type, before)).size();
                balances.merge(purchase.user, out * purchase.bet.amount().value(), Long::sum);
            }
        }
        return Reply.ok(Json.object());
    }

    private Reply buy(ObjectNode body, long user, String key) {
        long id = body.get("race_id").asLong();
        StubRace race = races.get(id);
        Optional<StubPurchase> before = purchases.values().stream()
                .filter(known -> known.user == user && known.race == id && known.key.equals(key))
                .findFirst();
        if (before.isPresent()) {
            return taken(before.get());
        }
        if (race == null || !race.isOpen()) {
            return Reply.problem(409, "race-not-open");
        }
        Bet bet = BetWire.read(Fields.of(body));
        CombinationSet set =
                bet.selection().expand(bet.type(), race.market.offering()).orElseThrow();
        if (!set.and(race.market.voided(bet.type())).isEmpty()) {
            return Reply.problem(409, "runner-scratched");
        }
        long total = bet.amount().value() * set.size();
        StubPurchase purchase =
                new StubPurchase("p" + purchases.size(), key, user, id, bet, set, balance(user) >= total);
        purchases.put(purchase.id, purchase);
        if (purchase.sold) {
            balances.merge(user, -total, Long::sum);
            pool(race, bet.type()).add(set, bet.amount());
        }
        return taken(purchase);
    }

    private static Pool pool(StubRace race, BetType type) {
        return Optional.ofNullable(race.pools.get(type)).orElseThrow();
    }

    private static Reply taken(StubPurchase purchase) {
        return new Reply(202, Json.object().put("message_id", purchase.id).put("combinations", purchase.set.size()));
    }

    private Reply purchase(String id, long user) {
        StubPurchase purchase = purchases.get(id);
        if (purchase == null
                || purchase.user != user
                || (id.equals("p0") && faults.contains(Fault.FORGETS_A_PURCHASE))) {
            return Reply.problem(404, "not-found");
        }
        ObjectNode json = Json.object();
        if (id.equals("p0") && faults.contains(Fault.LOSES_A_PURCHASE)) {
            json.put("status", "PENDING");
        } else if (purchase.sold) {
            json.put("status", "COMPLETED").putObject("ticket").put("total_amount", purchase.total());
        } else {
            json.put("status", "FAILED").put("reason", "INSUFFICIENT_FUNDS");
        }
        return Reply.ok(json);
    }

    private ObjectNode board(long id, StubRace race, BetType type) {
        Pool pool = pool(race, type);
        if (race.isClosed() && type == BetType.WIN && faults.contains(Fault.MISSTATES_STAKES)) {
            pool = pool.copy();
            pool.add(race.market.live().toArray()[0] - 1, Yen.of(100));
        }
        PoolOdds odds = race.market.odds(pool);
        ObjectNode board = OddsWire.write(new OddsSheet(
                new BoardId(new RaceId(id), type),
                race.isClosed() ? OddsSheet.SheetKind.FINAL : OddsSheet.SheetKind.PROVISIONAL,
                1,
                Instant.now(),
                odds.pool().sales(),
                odds.pool().refunded(),
                RaceAudit.lines(race.market, pool, odds)));
        if (race.isClosed() && type == BetType.WIN && faults.contains(Fault.MISPRICES_FINAL_ODDS)) {
            for (JsonNode line : board.get("odds")) {
                if (line.hasNonNull("odds")) {
                    ((ObjectNode) line).put("odds", "777.7");
                }
            }
        }
        return board;
    }

    private static Reply enter(StubRace race, ObjectNode body, long user) {
        if (!Set.of("CLOSED", "UNOFFICIAL").contains(race.state())) {
            return Reply.problem(409, "illegal-transition");
        }
        List<Horses> groups = new ArrayList<>();
        for (JsonNode group : body.get("order")) {
            Horses level = Horses.NONE;
            for (JsonNode horse : group) {
                level = level.plus(horse.asInt());
            }
            groups.add(level);
        }
        Horses others = Horses.NONE;
        for (JsonNode other : body.get("not_placed")) {
            others = others.plus(other.get("horse_number").asInt());
        }
        OrderOfFinish order = new OrderOfFinish(groups);
        if (!order.finishers().plus(others).equals(race.market.live())) {
            return Reply.problem(422, "invalid-result");
        }
        race.order = Optional.of(order);
        race.others = body.withArray("not_placed");
        race.version++;
        race.author = user;
        return Reply.ok(Json.object().put("result_version", race.version));
    }

    private ObjectNode result(StubRace race) {
        ObjectNode result = Json.object().put("state", race.state()).put("result_version", race.version);
        result.set("not_placed", race.others);
        ArrayNode order = result.putArray("order");
        race.order.ifPresent(
                posted -> posted.groups().forEach(group -> group.stream().forEach(order.addArray()::add)));
        if (race.order.isEmpty()) {
            return result;
        }
        ObjectNode outcomes = result.putObject("outcomes");
        ObjectNode dividends = result.putObject("dividends");
        ObjectNode special = result.putObject("special");
        long wrong = faults.contains(Fault.MISSTATES_A_DIVIDEND) ? 10 : 0;
        for (PoolSettlement type : race.settlement().all()) {
            String name = type.type().name();
            switch (type.outcome()) {
                case Outcome.Dividends paid -> {
                    outcomes.put(name, "DIVIDEND");
                    ArrayNode lines = dividends.putArray(name);
                    paid.dividends()
                            .forEach(one -> lines.addObject()
                                    .put(
                                            "combination",
                                            type.pool()
                                                    .numbering()
                                                    .combination(one.index())
                                                    .toString())
                                    .put("dividend", one.per100().value() + wrong));
                }
                case Outcome.Special one -> {
                    outcomes.put(name, "SPECIAL");
                    special.put(name, one.per100().value());
                }
                case Outcome.Voided nothing -> outcomes.put(name, "VOID");
                case Outcome.NoSales nothing -> outcomes.put(name, "NO_SALES");
            }
        }
        return result;
    }

    private static long payout(StubRace race, StubPurchase purchase) {
        TicketSettlement due = race.settlement().settle(purchase.set, purchase.bet.amount());
        return purchase.sold ? due.payout().value() : 0;
    }

    private Reply payouts(long user) {
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        json.putNull("next");
        for (StubPurchase purchase : purchases.values()) {
            StubRace race = Optional.ofNullable(races.get(purchase.race)).orElseThrow();
            if (purchase.user == user && race.confirmed && payout(race, purchase) > 0) {
                items.addObject().put("message_id", purchase.id).put("race_id", purchase.race);
            }
        }
        return Reply.ok(json);
    }

    private Reply collect(String id) {
        StubPurchase purchase = Optional.ofNullable(purchases.get(id)).orElseThrow();
        StubRace race = Optional.ofNullable(races.get(purchase.race)).orElseThrow();
        if (race.held) {
            return Reply.problem(409, "payouts-held");
        }
        if (!race.paid.containsKey(id) || faults.contains(Fault.PAYS_TWICE)) {
            long amount = payout(race, purchase);
            balances.merge(purchase.user, amount, Long::sum);
            race.paid.put(id, Json.object().put("amount", amount).put("balance", balance(purchase.user)));
        }
        return Reply.ok(Optional.ofNullable(race.paid.get(id)).orElseThrow());
    }

    private Reply execute(long id, StubRace race) {
        if (race.held) {
            return Reply.problem(409, "payouts-held");
        }
        if (!race.executed) {
            race.executed = true;
            return new Reply(202, Json.object());
        }
        for (StubPurchase purchase : purchases.values()) {
            if (purchase.race == id && payout(race, purchase) > 0 && !race.paid.containsKey(purchase.id)) {
                collect(purchase.id);
            }
        }
        return Reply.ok(Json.object());
    }

    private ObjectNode report(long id, StubRace race) {
        ObjectNode report = Json.object();
        ObjectNode types = report.putObject("types");
        long more = faults.contains(Fault.REPORTS_OTHER_PAYOUTS) ? 10 : 0;
        Report.Line total = Report.Line.NOTHING;
        for (Map.Entry<BetType, Report.Line> type : lines(id, race).entrySet()) {
            total = total.plus(type.getValue());
            if (type.getValue().sales() > 0) {
                write(type.getValue(), types.putObject(type.getKey().name()), more);
            }
        }
        write(total, report.putObject("total"), 0);
        report.put(
                "tickets",
                purchases.values().stream()
                        .filter(purchase -> purchase.race == id && purchase.sold)
                        .count());
        report.put("paid", 0);
        report.put("unpaid", faults.contains(Fault.LEAVES_A_PAYOUT_UNPAID) ? 1 : 0);
        report.put("balanced", !faults.contains(Fault.REPORTS_AN_IMBALANCE));
        return report;
    }

    private Map<BetType, Report.Line> lines(long id, StubRace race) {
        Map<BetType, Report.Line> lines = new TreeMap<>();
        if (race.called) {
            purchases.values().stream()
                    .filter(purchase -> purchase.race == id && purchase.sold)
                    .forEach(purchase -> lines.merge(
                            purchase.bet.type(),
                            new Report.Line(purchase.total(), purchase.total(), 0, 0, 0, 0),
                            Report.Line::plus));
        } else {
            race.settlement().all().forEach(type -> lines.put(type.type(), RaceAudit.line(type)));
        }
        return lines;
    }

    private static void write(Report.Line line, ObjectNode into, long morePayouts) {
        into.put("sales", line.sales())
                .put("refunds", line.refunds())
                .put("payouts", line.payouts() + morePayouts)
                .put("takeout", line.takeout())
                .put("breakage", line.breakage())
                .put("top_ups", line.topUps());
    }
}
