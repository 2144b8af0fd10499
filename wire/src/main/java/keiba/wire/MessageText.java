package keiba.wire;

import java.util.List;
import keiba.application.purchase.Bet;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.domain.bet.Selection;
import keiba.domain.bet.Selection.Box;
import keiba.domain.bet.Selection.Formation;
import keiba.domain.bet.Selection.Straight;
import keiba.domain.bet.Selection.Wheel;

/**
 * Writes pending purchases as JSON text without creating JSON objects, because every accepted purchase is written for
 * Kafka and for Redis. No value in it needs escaping: all are numbers, names of constants, ids and times.
 */
final class MessageText {
    /** The initial capacity, which is enough for all bets except some formations. */
    private static final int USUAL_LENGTH = 512;

    private final StringBuilder text = new StringBuilder(USUAL_LENGTH);

    private MessageText() {}

    /** Returns the text of {@link MessageWire#json}. */
    static String of(PurchaseMessage message) {
        MessageText written = new MessageText();
        written.write(message);
        return written.text.toString();
    }

    /** Returns the text of {@link PurchaseWire#write} of a pending purchase. */
    static String of(Purchase.Pending pending) {
        PurchaseMessage message = pending.message();
        MessageText written = new MessageText();
        written.text
                .append("{\"message_id\":\"")
                .append(message.id())
                .append("\",\"status\":\"PENDING\",\"user_id\":")
                .append(message.user().value())
                .append(",\"message\":");
        written.write(message);
        written.text
                .append(",\"combinations\":")
                .append(pending.combinations())
                .append(",\"since\":\"")
                .append(pending.since())
                .append("\",\"queued\":")
                .append(pending.queued())
                .append('}');
        return written.text.toString();
    }

    private void write(PurchaseMessage message) {
        text.append("{\"message_id\":\"")
                .append(message.id())
                .append("\",\"user_id\":")
                .append(message.user().value())
                .append(",\"race_id\":")
                .append(message.race().value());
        write(message.bet());
        text.append(",\"timestamp\":\"").append(message.timestamp()).append("\"}");
    }

    private void write(Bet bet) {
        if (BetWire.hasHorseNumber(bet) && bet.selection() instanceof Straight straight) {
            text.append(",\"horse_number\":").append(straight.numbers().get(0));
        } else {
            write(bet.selection());
        }
        text.append(",\"bet_type\":\"")
                .append(bet.type().name())
                .append("\",\"amount\":")
                .append(bet.amount().value());
    }

    private void write(Selection selection) {
        text.append(",\"selection\":{\"method\":\"");
        switch (selection) {
            case Straight straight -> write("STRAIGHT\",\"numbers", straight.numbers());
            case Box box -> write("BOX\",\"numbers", box.numbers());
            case Wheel wheel -> write(wheel);
            case Formation formation -> write(formation);
        }
        text.append('}');
    }

    private void write(Wheel wheel) {
        write("WHEEL\",\"axis", wheel.axis());
        write(",\"partners", wheel.partners());
        if (!wheel.positions().isEmpty()) {
            write(",\"position", wheel.positions());
        }
        if (wheel.multi()) {
            text.append(",\"multi\":true");
        }
    }

    private void write(Formation formation) {
        text.append("FORMATION\",\"columns\":[");
        String separator = "";
        for (List<Integer> column : formation.columns()) {
            text.append(separator);
            write(column);
            separator = ",";
        }
        text.append(']');
    }

    /** @param field the end of the name of the field, and what precedes it */
    private void write(String field, List<Integer> numbers) {
        text.append(field).append("\":");
        write(numbers);
    }

    private void write(List<Integer> numbers) {
        text.append('[');
        for (int i = 0; i < numbers.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(numbers.get(i).intValue());
        }
        text.append(']');
    }
}
