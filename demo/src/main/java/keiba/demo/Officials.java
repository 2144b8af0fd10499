package keiba.demo;

import java.time.Instant;
import java.util.Optional;
import keiba.domain.race.Horses;

/** Enter the result of a race and confirm it, as two people. Another operator may do either before them. */
final class Officials {
    private final Stage stage;
    private final PlannedRace race;
    private final OtherOperators others;
    private final DemoClient client;
    private final long raceId;
    private long own;
    private boolean told;

    Officials(Stage stage, PlannedRace race, OtherOperators others) {
        this.stage = stage;
        this.race = race;
        this.others = others;
        this.client = stage.client();
        this.raceId = stage.raceId(race);
    }

    /**
     * Makes a result official: this one, or what another operator has entered.
     *
     * @param out the horses without which this is the result
     * @return the official result; one that is not official if other horses are out by now; empty if the race is called off
     */
    Optional<Posted> confirm(Finish finish, Horses out) throws InterruptedException {
        Instant limit = stage.clock().instant().plus(stage.patience());
        while (true) {
            Posted posted = client.posted(raceId);
            switch (posted.state()) {
                case "VOID" -> {
                    return Optional.empty();
                }
                case Posted.CLOSED, Posted.RUNNING -> {
                    if (!enters(finish, out)) {
                        return Optional.of(posted);
                    }
                }
                case "INQUIRY" ->
                    throw new LeftToOthersException(
                            "another operator has put the result under inquiry, and has to end the inquiry");
                case "UNOFFICIAL", "PLACED_TO_3" -> {
                    tell(posted);
                    Thread.sleep(stage.pace().judging());
                    confirm(posted, out, limit);
                }
                default -> {
                    if (!posted.isOfficial()) {
                        throw new UnexpectedAnswerException("race " + raceId + " is " + posted.state());
                    }
                    tell(posted);
                    check(finish, posted);
                    return Optional.of(posted);
                }
            }
        }
    }

    /** Enters the result, unless another operator has done so. False if it is not the result of the race, because other horses are out by now. */
    private boolean enters(Finish finish, Horses out) throws InterruptedException {
        boolean entered = others.attempt(
                () -> own = client.result(stage.staff().operator(), raceId, finish.result()),
                () -> !client.posted(raceId).awaitsResult() || isOtherField(out));
        return entered || !isOtherField(out);
    }

    private boolean isOtherField(Horses out) throws InterruptedException {
        return !client.card(raceId).out().equals(out);
    }

    private void confirm(Posted posted, Horses out, Instant limit) throws InterruptedException {
        try {
            client.confirm(stage.staff().judge(), raceId, posted.version());
        } catch (RefusedException refused) {
            if (refused.is("same-person") && posted.version() != own) {
                throw new LeftToOthersException(
                        "the user who confirms results for the demonstration has entered the result, so another operator has to confirm it");
            }
            // A scratch makes the final odds anew, which takes a moment.
            boolean soon = refused.is("final-odds-missing")
                    && isOtherField(out)
                    && stage.clock().instant().isBefore(limit);
            if (!soon && client.posted(raceId).equals(posted)) {
                throw new UnexpectedAnswerException(String.valueOf(refused.getMessage()), refused);
            }
            Thread.sleep(stage.pace().frame());
        }
    }

    private void tell(Posted posted) {
        if (posted.version() != own && !told) {
            told = true;
            others.note("another operator entered its result or changed it; the demonstration takes that result");
        }
    }

    private void check(Finish finish, Posted posted) {
        if (posted.version() == own) {
            stage.findings().same(finish.result(), posted.result(), () -> "official result of race " + race.number());
        }
    }
}
