package keiba.jvdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;

/**
 * A table in a record: entries of one bet type, each of a combination, amounts and the popularity of the combination.
 *
 * @param type the bet type
 * @param position the position of the first entry
 * @param count the number of entries
 * @param amounts the number of amounts of an entry
 * @param amountLength the length of an amount
 * @param popularityLength the length of the popularity
 */
record Entries(BetType type, int position, int count, int amounts, int amountLength, int popularityLength) {

    /** Returns the position of the entry after the last one. */
    int end() {
        return position + count * entryLength();
    }

    private int entryLength() {
        return combinationLength() + amounts * amountLength + popularityLength;
    }

    private int combinationLength() {
        return type.places() * numberLength();
    }

    private int numberLength() {
        return type.onBrackets() ? 1 : 2;
    }

    /** Returns the entries that are not blank. */
    List<Entry> of(JvRecord record) {
        List<Entry> entries = new ArrayList<>();
        Set<Combination> seen = new TreeSet<>();
        for (int at = 0; at < count; at++) {
            Entry entry = new Entry(this, record, at, position + at * entryLength());
            if (entry.isBlank()) {
                continue;
            }
            entry.combination().ifPresent(combination -> {
                if (!seen.add(combination)) {
                    throw entry.invalidCombination("a combination that no entry before it has");
                }
            });
            entries.add(entry);
        }
        return entries;
    }

    /**
     * One entry.
     *
     * @param table the table
     * @param record the record
     * @param at the number of the entry in its table, from 0
     * @param position the position of its first byte
     */
    record Entry(Entries table, JvRecord record, int at, int position) {

        boolean isBlank() {
            return record.isBlank(position, table.entryLength());
        }

        /** Returns the combination; empty for spaces and for zeros. */
        Optional<Combination> combination() {
            String text = record.text(position, table.combinationLength());
            if (text.isBlank() || text.chars().allMatch(c -> c == '0')) {
                return Optional.empty();
            }
            int[] numbers = new int[table.type.places()];
            int length = table.numberLength();
            for (int place = 0; place < numbers.length; place++) {
                numbers[place] = (int) record.number(name("combination"), position + place * length, length);
            }
            return Optional.of(combination(numbers));
        }

        private Combination combination(int[] numbers) {
            Combination combination;
            try {
                combination = Combination.of(table.type, numbers);
            } catch (IllegalArgumentException impossible) {
                throw invalidCombination("a combination of " + table.type);
            }
            for (int place = 0; place < numbers.length; place++) {
                if (combination.number(place) != numbers[place]) {
                    throw invalidCombination("in ascending order");
                }
            }
            return combination;
        }

        JvDataException invalidCombination(String allowed) {
            return record.invalid(name("combination"), position, table.combinationLength(), allowed);
        }

        /** Returns the combination of an entry that must have one. */
        Combination requiredCombination() {
            return combination().orElseThrow(() -> invalidCombination("a combination of " + table.type));
        }

        /** Reads the amount that is not marked; a field of spaces is 0. */
        long amount(String field) {
            return record.numberOrBlank(name(field), amountPosition(0), table.amountLength);
        }

        boolean isAmountBlank() {
            return record.isBlank(amountPosition(0), table.amounts * table.amountLength);
        }

        /** Returns the mark of an amount; LIVE where it is a number or blank. */
        EntryState state(int amount) {
            return EntryState.of(record.text(amountPosition(amount), table.amountLength));
        }

        /** Reads an amount that is a number. */
        long amount(String field, int amount) {
            return record.number(name(field), amountPosition(amount), table.amountLength);
        }

        JvDataException invalidAmounts(String allowed) {
            return record.invalid(name("odds"), amountPosition(0), table.amounts * table.amountLength, allowed);
        }

        private int amountPosition(int amount) {
            return position + table.combinationLength() + amount * table.amountLength;
        }

        EntryState stateOfPopularity() {
            return EntryState.of(record.text(popularityPosition(), table.popularityLength));
        }

        /** Reads the popularity; empty for 0, for spaces and for a mark. */
        OptionalInt popularity() {
            return stateOfPopularity() == EntryState.LIVE
                    ? record.positive(name("popularity"), popularityPosition(), table.popularityLength)
                    : OptionalInt.empty();
        }

        private int popularityPosition() {
            return amountPosition(table.amounts);
        }

        private String name(String field) {
            return field + " of " + table.type + " " + (at + 1);
        }
    }
}
