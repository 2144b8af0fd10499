package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.client.ApiClient;
import keiba.client.ApiException;
import keiba.client.model.Accepted;
import keiba.client.model.BetType;
import keiba.client.model.Board;
import keiba.client.model.CashOrder;
import keiba.client.model.Confirmation;
import keiba.client.model.Dividend;
import keiba.client.model.Entry;
import keiba.client.model.Execution;
import keiba.client.model.OddsKind;
import keiba.client.model.OddsLine;
import keiba.client.model.PaidPayout;
import keiba.client.model.Payout;
import keiba.client.model.PayoutStatus;
import keiba.client.model.Problem;
import keiba.client.model.Purchase;
import keiba.client.model.PurchaseRequest;
import keiba.client.model.PurchaseStatus;
import keiba.client.model.Race;
import keiba.client.model.RaceDeclaration;
import keiba.client.model.Report;
import keiba.client.model.Result;
import keiba.client.model.ResultPosting;
import keiba.client.model.Runner;
import keiba.client.model.Selection;
import keiba.client.model.Selection.MethodEnum;
import keiba.client.model.State;
import keiba.client.model.Ticket;
import keiba.client.model.TokenOrder.RolesEnum;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Java client that a public generator creates from the OpenAPI file, with the real program. */
class GeneratedClientIT {
    /** The largest race id: a client that reads ids as 32 bits or as floating point does not find this race. */
    private static final long RACE = 9_007_199_254_740_991L;

    private static final long BETTOR = 9_007_199_254_740_990L;
    private static final long DEPOSIT = 3_000_000_000L;
    private static final int HORSES = 9;

    private static GeneratedClient everybody;
    private static GeneratedClient bettor;
    private static GeneratedClient operator;
    private static GeneratedClient otherOperator;
    private static GeneratedClient cashier;

    @BeforeAll
    static void start() throws ApiException {
        KeibaProcess program = KeibaProcess.shared();
        everybody = GeneratedClient.anonymous(program);
        bettor = GeneratedClient.of(program, BETTOR, RolesEnum.BETTOR);
        operator = GeneratedClient.of(program, 11, RolesEnum.OPERATOR);
        otherOperator = GeneratedClient.of(program, 12, RolesEnum.OPERATOR);
        cashier = GeneratedClient.of(program, 13, RolesEnum.CASHIER);
    }

    /** A call that may fail. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws ApiException;
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (ApiException failed) {
            throw new AssertionError(failed.getResponseBody(), failed);
        }
    }

    private static BooleanSupplier holds(Question<Boolean> question) {
        return () -> ask(question);
    }

    private static Problem problem(Question<?> question) {
        ApiException refused = assertThatExceptionOfType(ApiException.class)
                .isThrownBy(question::ask)
                .actual();
        try {
            return ApiClient.createDefaultObjectMapper().readValue(refused.getResponseBody(), Problem.class);
        } catch (JsonProcessingException unreadable) {
            throw new AssertionError(refused.getResponseBody(), unreadable);
        }
    }

    private static RaceDeclaration declaration(long race) {
        OffsetDateTime post = OffsetDateTime.now(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.SECONDS)
                .plusHours(2);
        List<Runner> runners = IntStream.rangeClosed(1, HORSES)
                .mapToObj(horse -> new Runner().horseNumber(horse).name("Horse " + horse))
                .toList();
        return new RaceDeclaration()
                .raceId(race)
                .date(post.withOffsetSameInstant(ZoneOffset.ofHours(9)).toLocalDate())
                .venue("Sapporo")
                .raceNumber(11)
                .name("札幌記念")
                .postTime(post)
                .runners(runners)
                .putPremiumPerMilleItem(BetType.WIN.getValue(), 50);
    }

    private static PurchaseRequest win(int horse, long amount) {
        return new PurchaseRequest()
                .raceId(RACE)
                .betType(BetType.WIN)
                .horseNumber(horse)
                .amount(amount);
    }

    private static PurchaseRequest bet(BetType type, Selection selection) {
        return new PurchaseRequest()
                .raceId(RACE)
                .betType(type)
                .selection(selection)
                .amount(100L);
    }

    private static Selection selection(MethodEnum method) {
        return new Selection().method(method);
    }

    /** Selections of every method and bet type with their numbers of combinations. */
    private static List<Bought> slip() {
        return List.of(
                new Bought(win(6, 1_000_000_000L), 1),
                new Bought(win(1, 100), 1),
                new Bought(bet(BetType.PLACE, selection(MethodEnum.STRAIGHT).numbers(List.of(4))), 1),
                new Bought(
                        bet(
                                BetType.BRACKET_QUINELLA,
                                selection(MethodEnum.STRAIGHT).numbers(List.of(4, 6))),
                        1),
                new Bought(bet(BetType.QUINELLA, selection(MethodEnum.STRAIGHT).numbers(List.of(4, 6))), 1),
                new Bought(bet(BetType.WIDE, selection(MethodEnum.BOX).numbers(List.of(3, 4, 6))), 3),
                new Bought(bet(BetType.TRIO, selection(MethodEnum.BOX).numbers(List.of(1, 3, 4, 6))), 4),
                new Bought(
                        bet(
                                BetType.EXACTA,
                                selection(MethodEnum.WHEEL)
                                        .axis(List.of(6))
                                        .partners(List.of(1, 4))
                                        .position(List.of(1))),
                        2),
                new Bought(
                        bet(
                                BetType.TRIFECTA,
                                selection(MethodEnum.WHEEL)
                                        .axis(List.of(6))
                                        .partners(List.of(3, 4, 5))
                                        .multi(true)),
                        18),
                new Bought(
                        bet(
                                BetType.TRIFECTA,
                                selection(MethodEnum.FORMATION)
                                        .columns(List.of(List.of(6), List.of(4, 5), List.of(1, 3, 4, 5)))),
                        6));
    }

    private record Bought(PurchaseRequest request, int combinations) {
        long total() {
            return combinations * request.getAmount();
        }
    }

    private static Ticket buy(Bought bought) throws ApiException {
        String key = UUID.randomUUID().toString();
        assertThat(everybody.purchases().previewPurchase(bought.request()).getTotalAmount())
                .isEqualTo(bought.total());
        Accepted accepted = bettor.purchases().buy(bought.request(), key);
        assertThat(accepted.getCombinations()).isEqualTo(bought.combinations());
        assertThat(bettor.purchases().buy(bought.request(), key).getMessageId()).isEqualTo(accepted.getMessageId());
        List<Purchase> seen = new ArrayList<>();
        Waiting.until("the ticket", holds(() -> {
            seen.add(bettor.purchases().getPurchase(accepted.getMessageId(), "wait=10"));
            return seen.getLast().getStatus() != PurchaseStatus.PENDING;
        }));
        Purchase purchase = seen.getLast();
        assertThat(purchase.getStatus()).as(purchase.toString()).isEqualTo(PurchaseStatus.COMPLETED);
        return Objects.requireNonNull(purchase.getTicket());
    }

    private static boolean isFinal() throws ApiException {
        return everybody.odds().getAllOdds(RACE, null).getBoards().values().stream()
                .allMatch(board -> board.getKind() == OddsKind.FINAL);
    }

    @Test
    void runs_a_race_day_from_the_declaration_to_the_payouts() throws ApiException {
        RaceDeclaration declaration = declaration(RACE);
        Race declared = operator.races().declareRace(declaration);
        assertThat(declared.getRaceId()).isEqualTo(RACE);
        assertThat(declared.getState()).isEqualTo(State.DECLARED);
        assertThat(declared.getName()).isEqualTo("札幌記念");
        assertThat(declared.getPostTime()).isEqualTo(declaration.getPostTime());
        Race open = operator.races().openRace(RACE);
        assertThat(open.getState()).isEqualTo(State.OPEN);
        assertThat(open.getOnSale()).contains(BetType.TRIFECTA);
        assertThat(everybody
                        .races()
                        .listRaces(declaration.getDate(), 1000, null)
                        .getItems())
                .extracting(Race::getRaceId)
                .contains(RACE);

        cashier.accounts().deposit(BETTOR, UUID.randomUUID().toString(), new CashOrder().amount(DEPOSIT));
        assertThat(bettor.accounts().getAccount().getBalance()).isEqualTo(DEPOSIT);

        List<Ticket> tickets = new ArrayList<>();
        for (Bought bought : slip()) {
            tickets.add(buy(bought));
        }
        long staked = slip().stream().mapToLong(Bought::total).sum();
        assertThat(tickets)
                .extracting(Ticket::getTotalAmount)
                .containsExactlyElementsOf(slip().stream().map(Bought::total).toList());
        assertThat(bettor.accounts().getAccount().getBalance()).isEqualTo(DEPOSIT - staked);
        assertThat(bettor.purchases().listTickets(RACE, null, null).getItems())
                .extracting(Ticket::getMessageId)
                .containsExactlyElementsOf(
                        tickets.reversed().stream().map(Ticket::getMessageId).toList());

        operator.races().closeRace(RACE);
        Waiting.until("the final odds", holds(GeneratedClientIT::isFinal));
        Board win = everybody.odds().getOdds(RACE, BetType.WIN, null);
        assertThat(win.getTotal()).isEqualTo(1_000_000_100L);
        assertThat(win.getOdds()).extracting(OddsLine::getCombination).hasSize(HORSES);
        assertThat(win.getOdds().get(5).getOdds()).isEqualTo("1.0");
        assertThat(win.getOdds().get(1).getOdds()).isNull();
        assertThat(everybody
                        .odds()
                        .getOddsHistory(RACE, BetType.WIN, List.of("6"), null, null, null)
                        .getPoints())
                .isNotEmpty();

        ResultPosting order = new ResultPosting()
                .order(List.of(
                        List.of(6), List.of(4), List.of(3, 5), List.of(1), List.of(2), List.of(7, 8), List.of(9)));
        Result posted = operator.results().postResult(RACE, order);
        Confirmation confirmation = new Confirmation().resultVersion(posted.getResultVersion());
        assertThat(otherOperator.results().previewResult(RACE, order).getMatchesVersion())
                .isEqualTo(posted.getResultVersion());
        Problem same = problem(() -> operator.results().confirmResult(RACE, confirmation));
        assertThat(same.getType()).isEqualTo("urn:keiba:problem:same-person");
        assertThat(same.getStatus()).isEqualTo(403);
        otherOperator.results().confirmResult(RACE, confirmation);
        Waiting.until("the payouts", holds(() -> everybody.races().getRace(RACE).getState() == State.PAYABLE));

        Result result = everybody.results().getResult(RACE);
        assertThat(result.getOrder()).startsWith(List.of(6), List.of(4), List.of(3, 5));
        assertThat(result.getDividends().get(BetType.TRIFECTA.getValue()))
                .extracting(Dividend::getCombination)
                .containsExactly("6>4>3", "6>4>5");

        List<Payout> payouts = bettor.payouts()
                .listPayouts(PayoutStatus.CALCULATED, null, null)
                .getItems();
        long winnings = payouts.stream().mapToLong(Payout::getAmount).sum();
        assertThat(payouts).isNotEmpty();
        Payout first = payouts.getFirst();
        long before = bettor.accounts().getAccount().getBalance();
        PaidPayout paid = bettor.payouts().executePayout(first.getMessageId());
        assertThat(paid.getBalance()).isEqualTo(before + first.getAmount());
        assertThat(bettor.payouts().executePayout(first.getMessageId())).isEqualTo(paid);
        Waiting.until(
                "all payouts",
                holds(() -> bettor.payouts().executePayoutsOfRace(RACE).getUnpaid() == 0));
        Execution executed = bettor.payouts().executePayoutsOfRace(RACE);
        assertThat(executed.getPaidAmount()).isEqualTo(winnings);
        assertThat(bettor.accounts().getAccount().getBalance()).isEqualTo(DEPOSIT - staked + winnings);
        assertThat(bettor.accounts().listAccountEntries(1000, null).getItems())
                .extracting(Entry::getAmount)
                .hasSize(1 + tickets.size() + payouts.size())
                .contains(DEPOSIT, -1_000_000_000L, first.getAmount());
        Report report = operator.payouts().getReport(RACE);
        assertThat(report.getBalanced()).isTrue();
        assertThat(report.getTotal().getSales()).isEqualTo(staked);
    }

    @Test
    void reads_the_problem_document_of_an_error() {
        Problem malformed =
                problem(() -> operator.races().declareRace(declaration(1).name("")));
        assertThat(malformed.getType()).isEqualTo("urn:keiba:problem:invalid-race");
        assertThat(malformed.getStatus()).isEqualTo(422);
        assertThat(malformed.getField()).isEqualTo("name");
        assertThat(malformed.getDetail()).isNotEmpty();

        assertThat(Stream.of(
                                problem(() -> everybody.accounts().getAccount()),
                                problem(() -> bettor.races().openRace(1L)),
                                problem(() -> everybody.races().getRace(404L)))
                        .map(Problem::getType))
                .containsExactly(
                        "urn:keiba:problem:unauthenticated",
                        "urn:keiba:problem:forbidden",
                        "urn:keiba:problem:not-found");
    }
}
