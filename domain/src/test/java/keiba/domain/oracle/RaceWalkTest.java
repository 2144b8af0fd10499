package keiba.domain.oracle;

import static java.util.Map.entry;
import static keiba.domain.race.RaceState.CLOSED;
import static keiba.domain.race.RaceState.DECLARED;
import static keiba.domain.race.RaceState.EXPIRED;
import static keiba.domain.race.RaceState.INQUIRY;
import static keiba.domain.race.RaceState.OFFICIAL;
import static keiba.domain.race.RaceState.OPEN;
import static keiba.domain.race.RaceState.PAYABLE;
import static keiba.domain.race.RaceState.PLACED_TO_3;
import static keiba.domain.race.RaceState.RUNNING;
import static keiba.domain.race.RaceState.SUSPENDED;
import static keiba.domain.race.RaceState.UNOFFICIAL;
import static keiba.domain.race.RaceState.VOID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.domain.race.CancelReason;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.Race;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import keiba.domain.race.RunnerStatus;
import keiba.domain.race.ScratchKind;
import keiba.domain.race.Transition;
import keiba.domain.race.Transition.Moved;
import keiba.domain.race.Transition.Reason;
import keiba.domain.race.Transition.Refused;
import keiba.domain.race.Transition.Unchanged;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Applies random commands to races in every state and compares each transition with a table of the rules. */
class RaceWalkTest {
    private static final int WALKS = 12_000;
    private static final int STEPS = 40;

    /**
     * Command, state, next state; every pair that is not listed is refused. Written down from rules D and, for closing a
     * suspended race and for posting a result right after the close, from the contract's list of states. A command that leads where
     * the race is already changes nothing and is not refused.
     */
    private static final Map<String, Map<RaceState, RaceState>> TABLE = Map.ofEntries(
            entry("Open", Map.of(DECLARED, OPEN, OPEN, OPEN)),
            entry("Suspend", Map.of(OPEN, SUSPENDED, SUSPENDED, SUSPENDED)),
            entry("Resume", Map.of(SUSPENDED, OPEN, OPEN, OPEN)),
            entry("Close", Map.of(OPEN, CLOSED, SUSPENDED, CLOSED, CLOSED, CLOSED)),
            entry("Start", Map.of(CLOSED, RUNNING, RUNNING, RUNNING)),
            entry(
                    "Post",
                    Map.of(
                            CLOSED, UNOFFICIAL,
                            RUNNING, UNOFFICIAL,
                            UNOFFICIAL, UNOFFICIAL,
                            INQUIRY, UNOFFICIAL,
                            PLACED_TO_3, PLACED_TO_3)),
            entry("Inquire", Map.of(UNOFFICIAL, INQUIRY, INQUIRY, INQUIRY)),
            entry("ConfirmFirstThree", Map.of(UNOFFICIAL, PLACED_TO_3, INQUIRY, PLACED_TO_3, PLACED_TO_3, PLACED_TO_3)),
            entry(
                    "Confirm",
                    Map.of(UNOFFICIAL, OFFICIAL, INQUIRY, OFFICIAL, PLACED_TO_3, OFFICIAL, OFFICIAL, OFFICIAL)),
            entry("DeclarePayable", Map.of(OFFICIAL, PAYABLE, PAYABLE, PAYABLE)),
            entry("Expire", Map.of(PAYABLE, EXPIRED, EXPIRED, EXPIRED)),
            entry(
                    "Cancel",
                    Map.of(
                            DECLARED, VOID,
                            OPEN, VOID,
                            SUSPENDED, VOID,
                            CLOSED, VOID,
                            RUNNING, VOID,
                            UNOFFICIAL, VOID,
                            INQUIRY, VOID,
                            PLACED_TO_3, VOID,
                            VOID, VOID)),
            entry(
                    "Scratch",
                    Map.of(
                            DECLARED, DECLARED,
                            OPEN, OPEN,
                            SUSPENDED, SUSPENDED,
                            CLOSED, CLOSED,
                            UNOFFICIAL, UNOFFICIAL)));

    private static final Set<RaceState> WITH_A_RESULT =
            EnumSet.of(UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL, PAYABLE, EXPIRED);

    private final SplittableRandom random = new SplittableRandom(6);
    private final Kinds kinds = new Kinds();

    @Test
    void follows_the_table_of_transitions_and_refuses_every_other_command() {
        for (int walk = 0; walk < WALKS; walk++) {
            walk();
        }
        for (RaceState state : RaceState.values()) {
            TABLE.keySet().forEach(command -> kinds.require(20, command + " in " + state));
        }
        for (Reason reason : Reason.values()) {
            kinds.require(50, "refused for " + reason);
        }
        kinds.require(50, "void for want of runners", "asked again", "result without a scratched horse");
    }

    private void walk() {
        Race race = Race.declared(field());
        List<String> path = new ArrayList<>(List.of(race.toString()));
        for (int step = 0; step < STEPS; step++) {
            RaceCommand command = command(race);
            path.add(command.toString());
            try {
                race = step(race, command);
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError(String.join("\n", path) + "\n" + failed.getMessage(), failed);
            }
        }
    }

    private Field field() {
        int runners = 2 + random.nextInt(5);
        Field field = Field.of(runners);
        return random.nextInt(10) == 0 ? field.withdraw(some(field.declared(), random.nextInt(runners + 1))) : field;
    }

    private Horses some(Horses horses, int count) {
        Horses some = Horses.NONE;
        while (some.size() < Math.min(count, horses.size())) {
            int[] left = horses.minus(some).toArray();
            some = some.plus(left[random.nextInt(left.length)]);
        }
        return some;
    }

    private RaceCommand command(Race race) {
        List<String> names = List.copyOf(new TreeMap<>(TABLE).keySet());
        String any = names.get(random.nextInt(names.size()));
        if (random.nextInt(100) < 45) {
            List<String> fitting = names.stream()
                    .filter(name -> !name.equals("Cancel") && !name.equals("Scratch"))
                    .filter(name -> next(name, race.state()) != null)
                    .toList();
            any = fitting.isEmpty() ? any : fitting.get(random.nextInt(fitting.size()));
        }
        return any.equals("Cancel") && random.nextInt(3) > 0 ? new RaceCommand.Close() : command(any, race);
    }

    private RaceCommand command(String name, Race race) {
        return switch (name) {
            case "Open" -> new RaceCommand.Open();
            case "Suspend" -> new RaceCommand.Suspend();
            case "Resume" -> new RaceCommand.Resume();
            case "Close" -> new RaceCommand.Close();
            case "Start" -> new RaceCommand.Start();
            case "Post" -> new RaceCommand.Post(result(race));
            case "Inquire" -> new RaceCommand.Inquire();
            case "ConfirmFirstThree" -> new RaceCommand.ConfirmFirstThree();
            case "Confirm" -> new RaceCommand.Confirm();
            case "DeclarePayable" -> new RaceCommand.DeclarePayable();
            case "Expire" -> new RaceCommand.Expire();
            case "Cancel" ->
                new RaceCommand.Cancel(random.nextBoolean() ? CancelReason.CANCELLED : CancelReason.NO_RACE);
            case "Scratch" ->
                new RaceCommand.Scratch(
                        1 + random.nextInt(race.field().runners() + 1),
                        random.nextBoolean() ? ScratchKind.SCRATCHED : ScratchKind.EXCLUDED);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Returns mostly a result that fits the starters, sometimes the one that is already posted. */
    private RaceResult result(Race race) {
        if (race.result().isPresent() && random.nextInt(4) == 0) {
            return race.result().get();
        }
        Horses named = random.nextInt(8) == 0
                ? some(race.field().declared(), random.nextInt(race.field().runners() + 1))
                : race.live();
        Horses pulledUp = random.nextInt(3) == 0 ? some(named, 1) : Horses.NONE;
        List<Horses> groups = new ArrayList<>();
        Horses left = named.minus(pulledUp);
        while (!left.isEmpty()) {
            Horses group = some(left, random.nextInt(4) == 0 ? 2 : 1);
            groups.add(group);
            left = left.minus(group);
        }
        return RaceResult.of(new OrderOfFinish(groups)).withPulledUp(pulledUp.toArray());
    }

    private static @Nullable RaceState next(String command, RaceState state) {
        return TABLE.getOrDefault(command, Map.of()).get(state);
    }

    private Race step(Race race, RaceCommand command) {
        String name = command.getClass().getSimpleName();
        kinds.saw(name + " in " + race.state());
        Transition transition = race.apply(command);
        RaceState next = next(name, race.state());
        if (transition instanceof Refused refused) {
            kinds.saw("refused for " + refused.reason());
            assertThat(refused.race()).isEqualTo(race);
            assertThat(refused.detail()).isNotBlank();
            assertThat(refused.reason()).isEqualTo(expectedRefusal(race, command, next));
        } else {
            assertThat(expectedRefusal(race, command, next)).isNull();
            checkTaken(race, command, transition, next);
        }
        checkInvariants(race, transition.race());
        return transition.race();
    }

    private static @Nullable Reason expectedRefusal(Race race, RaceCommand command, @Nullable RaceState next) {
        if (command instanceof RaceCommand.Scratch scratch) {
            return expectedRefusal(race, scratch, next);
        }
        if (next == null) {
            return Reason.ILLEGAL_TRANSITION;
        }
        if (command instanceof RaceCommand.Open
                && race.state() == DECLARED
                && race.field().entries() < 2) {
            return Reason.TOO_FEW_RUNNERS;
        }
        if (command instanceof RaceCommand.Post post) {
            return expectedRefusal(race, post.result());
        }
        return null;
    }

    private static @Nullable Reason expectedRefusal(Race race, RaceCommand.Scratch scratch, @Nullable RaceState next) {
        if (scratch.horse() > race.field().runners()) {
            return Reason.UNKNOWN_HORSE;
        }
        if (isAgain(race, scratch)) {
            return null;
        }
        if (next == null) {
            return Reason.ILLEGAL_TRANSITION;
        }
        return race.live().contains(scratch.horse()) ? null : Reason.ALREADY_OUT;
    }

    /** Whether the horse is out for this very cause. */
    private static boolean isAgain(Race race, RaceCommand.Scratch scratch) {
        RunnerStatus status = race.statusOf(scratch.horse());
        if (race.state() == DECLARED) {
            return status == RunnerStatus.WITHDRAWN;
        }
        return status.name().equals(scratch.kind().name());
    }

    private static @Nullable Reason expectedRefusal(Race race, RaceResult result) {
        Set<Integer> named =
                Set.copyOf(IntStream.concat(result.crossing().finishers().stream(), result.pulledUp().stream())
                        .boxed()
                        .toList());
        if (!named.equals(race.live().stream().boxed().collect(Collectors.toSet()))) {
            return Reason.INVALID_RESULT;
        }
        boolean confirmed = race.state() == PLACED_TO_3;
        return confirmed && !placings(race.result().orElseThrow()).equals(placings(result))
                ? Reason.FIRST_THREE_CONFIRMED
                : null;
    }

    /** The horses on the first three placings. */
    private static Map<Integer, Integer> placings(RaceResult result) {
        Map<Integer, Integer> placings = new TreeMap<>();
        int placing = 1;
        for (Horses group : result.crossing().groups()) {
            for (int horse : group.toArray()) {
                if (placing <= 3) {
                    placings.put(horse, placing);
                }
            }
            placing += group.size();
        }
        return placings;
    }

    private void checkTaken(Race race, RaceCommand command, Transition transition, @Nullable RaceState next) {
        if (transition instanceof Unchanged) {
            kinds.saw("asked again");
            assertThat(transition.race()).isEqualTo(race);
            assertThat(command instanceof RaceCommand.Scratch || race.state() == next)
                    .isTrue();
            return;
        }
        assertThat(transition).isInstanceOf(Moved.class);
        assertThat(transition.race()).isNotEqualTo(race);
        if (command instanceof RaceCommand.Scratch scratch) {
            checkScratched(race, scratch, transition.race());
        } else {
            assertThat(transition.race().state()).isEqualTo(next);
            assertThat(transition.race().live()).isEqualTo(race.live());
        }
    }

    private void checkScratched(Race race, RaceCommand.Scratch scratch, Race after) {
        assertThat(after.live()).isEqualTo(race.live().minus(scratch.horse()));
        boolean tooFew = after.live().size() <= 1;
        kinds.sawIf(tooFew, "void for want of runners");
        assertThat(after.state()).isEqualTo(tooFew ? VOID : race.state());
        if (race.result().isPresent()) {
            kinds.saw("result without a scratched horse");
            assertThat(after.result().orElseThrow().check(after.live())).isEmpty();
        }
    }

    private static void checkInvariants(Race before, Race after) {
        assertThat(after.cancelled().isPresent()).isEqualTo(after.state() == VOID);
        if (WITH_A_RESULT.contains(after.state())) {
            assertThat(after.result().orElseThrow().check(after.live())).isEmpty();
        }
        if (before.state() != DECLARED) {
            assertThat(after.field()).isEqualTo(before.field());
        }
        assertThat(after.field().entered().containsAll(after.nonStarters())).isTrue();
        if (before.state() == OFFICIAL || before.state() == PAYABLE) {
            assertThat(after.result()).isEqualTo(before.result());
        }
    }
}
