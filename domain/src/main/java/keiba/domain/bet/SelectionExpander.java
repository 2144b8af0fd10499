package keiba.domain.bet;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.domain.bet.Expansion.Combinations;
import keiba.domain.bet.Expansion.Fault;
import keiba.domain.bet.Expansion.Invalid;
import keiba.domain.bet.Expansion.Part;
import keiba.domain.bet.Selection.Box;
import keiba.domain.bet.Selection.Formation;
import keiba.domain.bet.Selection.Straight;
import keiba.domain.bet.Selection.Wheel;

/** Checks one selection and collects its combinations. */
final class SelectionExpander {
    private final BetType type;
    private final Offering offering;
    private final Numbering numbering;
    private final BitSet gathered = new BitSet();

    SelectionExpander(BetType type, Offering offering) {
        this.type = type;
        this.offering = offering;
        this.numbering = Numbering.of(type, offering.field().runners());
    }

    Expansion expand(Selection selection) {
        Optional<Invalid> invalid = switch (selection) {
            case Straight straight -> straight(straight);
            case Box box -> box(box);
            case Wheel wheel -> wheel(wheel);
            case Formation formation -> formation(formation);
        };
        if (invalid.isPresent()) {
            return invalid.get();
        }
        return gathered.isEmpty()
                ? new Invalid(Part.COLUMNS, Fault.EMPTY)
                : new Combinations(CombinationSet.of(numbering, gathered));
    }

    private Optional<Invalid> straight(Straight straight) {
        List<Integer> numbers = straight.numbers();
        if (numbers.size() != type.places()) {
            return invalid(Part.NUMBERS, Fault.WRONG_COUNT);
        }
        Optional<Invalid> fault =
                isSameBracket(numbers) ? checkSameBracket(numbers.get(0), Part.NUMBERS) : check(numbers, Part.NUMBERS);
        if (fault.isEmpty()) {
            gather(numbers.stream().mapToInt(Integer::intValue).toArray());
        }
        return fault;
    }

    private boolean isSameBracket(List<Integer> numbers) {
        return type.onBrackets() && numbers.get(0).equals(numbers.get(1));
    }

    private Optional<Invalid> checkSameBracket(int bracket, Part part) {
        if (!offering.sellsNumber(type, bracket)) {
            return invalid(part, Fault.NOT_ENTERED);
        }
        return offering.sellsSameBracket(bracket) ? Optional.empty() : invalid(part, Fault.SAME_BRACKET_NOT_SOLD);
    }

    private Optional<Invalid> box(Box box) {
        if (type.places() == 1) {
            return invalid(Part.METHOD, Fault.METHOD_NOT_OFFERED);
        }
        if (box.numbers().size() < type.places()) {
            return invalid(Part.NUMBERS, Fault.WRONG_COUNT);
        }
        Optional<Invalid> fault = check(box.numbers(), Part.NUMBERS);
        if (fault.isEmpty()) {
            choose(
                    IntStream.range(0, type.places())
                            .mapToObj(place -> box.numbers())
                            .toList(),
                    false);
        }
        return fault;
    }

    private Optional<Invalid> formation(Formation formation) {
        if (type.places() == 1) {
            return invalid(Part.METHOD, Fault.METHOD_NOT_OFFERED);
        }
        if (formation.columns().size() != type.places()) {
            return invalid(Part.COLUMNS, Fault.WRONG_COUNT);
        }
        for (List<Integer> column : formation.columns()) {
            Optional<Invalid> fault =
                    column.isEmpty() ? invalid(Part.COLUMNS, Fault.WRONG_COUNT) : check(column, Part.COLUMNS);
            if (fault.isPresent()) {
                return fault;
            }
        }
        choose(formation.columns(), true);
        return Optional.empty();
    }

    private Optional<Invalid> wheel(Wheel wheel) {
        return checkWheelShape(wheel)
                .or(() -> check(wheel.axis(), Part.AXIS))
                .or(() -> check(wheel.partners(), Part.PARTNERS))
                .or(() -> checkOverlap(wheel))
                .or(() -> {
                    for (List<Integer> positions : positionsOf(wheel)) {
                        turn(wheel, positions);
                    }
                    return Optional.empty();
                });
    }

    private Optional<Invalid> checkWheelShape(Wheel wheel) {
        int axes = wheel.axis().size();
        if (type.places() == 1) {
            return invalid(Part.METHOD, Fault.METHOD_NOT_OFFERED);
        }
        if (axes < 1 || axes >= type.places()) {
            return invalid(Part.AXIS, Fault.WRONG_COUNT);
        }
        if (wheel.partners().size() < type.places() - axes) {
            return invalid(Part.PARTNERS, Fault.WRONG_COUNT);
        }
        boolean positioned = !wheel.positions().isEmpty();
        boolean wellPositioned = type.ordered() ? positioned != wheel.multi() : !positioned && !wheel.multi();
        if (!wellPositioned || (positioned && !arePlaces(wheel.positions(), axes))) {
            return invalid(Part.POSITION, Fault.WRONG_POSITION);
        }
        return Optional.empty();
    }

    private boolean arePlaces(List<Integer> positions, int axes) {
        return positions.size() == axes
                && positions.stream().distinct().count() == axes
                && positions.stream().allMatch(position -> position >= 1 && position <= type.places());
    }

    private Optional<Invalid> checkOverlap(Wheel wheel) {
        for (int axis : wheel.axis()) {
            if (wheel.partners().contains(axis)) {
                return type.onBrackets()
                        ? checkSameBracket(axis, Part.PARTNERS)
                        : invalid(Part.PARTNERS, Fault.OVERLAP);
            }
        }
        return Optional.empty();
    }

    /** Returns every arrangement of the axes of the wheel; only one if the order does not matter. */
    private List<List<Integer>> positionsOf(Wheel wheel) {
        if (!wheel.positions().isEmpty()) {
            return List.of(wheel.positions());
        }
        List<Integer> places = IntStream.rangeClosed(1, type.places()).boxed().toList();
        if (!wheel.multi()) {
            return List.of(places.subList(0, wheel.axis().size()));
        }
        return places.stream()
                .flatMap(first -> wheel.axis().size() == 1
                        ? Stream.of(List.of(first))
                        : places.stream()
                                .filter(second -> !second.equals(first))
                                .map(second -> List.of(first, second)))
                .toList();
    }

    private void turn(Wheel wheel, List<Integer> positions) {
        choose(
                IntStream.rangeClosed(1, type.places())
                        .mapToObj(place -> positions.contains(place)
                                ? List.of(wheel.axis().get(positions.indexOf(place)))
                                : wheel.partners())
                        .toList(),
                true);
    }

    private Optional<Invalid> check(List<Integer> numbers, Part part) {
        BitSet seen = new BitSet();
        for (int number : numbers) {
            if (!offering.sellsNumber(type, number)) {
                return invalid(part, Fault.NOT_ENTERED);
            }
            if (seen.get(number)) {
                return invalid(part, Fault.DUPLICATE);
            }
            seen.set(number);
        }
        return Optional.empty();
    }

    /** Collects every choice of one number from each column. */
    private void choose(List<List<Integer>> columns, boolean sameBracket) {
        choose(columns, sameBracket, new int[type.places()], 0);
    }

    private void choose(List<List<Integer>> columns, boolean sameBracket, int[] chosen, int place) {
        if (place == chosen.length) {
            gather(chosen);
            return;
        }
        for (int number : columns.get(place)) {
            boolean repeated = IntStream.range(0, place).anyMatch(earlier -> chosen[earlier] == number);
            if (!repeated || (sameBracket && type.onBrackets() && offering.sellsSameBracket(number))) {
                chosen[place] = number;
                choose(columns, sameBracket, chosen, place + 1);
            }
        }
    }

    private void gather(int[] numbers) {
        gathered.set(
                switch (numbers.length) {
                    case 1 -> numbering.index(numbers[0]);
                    case 2 -> numbering.index(numbers[0], numbers[1]);
                    default -> numbering.index(numbers[0], numbers[1], numbers[2]);
                });
    }

    private static Optional<Invalid> invalid(Part part, Fault fault) {
        return Optional.of(new Invalid(part, fault));
    }
}
