package keiba.adapter.postgres;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jooq.DataType;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/**
 * The tables and columns as jOOQ sees them. Written by hand: generating them would need a running database in every build, because no
 * parser that works without one understands the partitioned tables of the migrations. A test compares them with the migrated database.
 */
final class Tables {
    static final Race RACE = new Race();
    static final Runner RUNNER = new Runner();
    static final QueueTopic QUEUE_TOPIC = new QueueTopic();
    static final QueuePosition QUEUE_POSITION = new QueuePosition();
    static final DeadLetter DEAD_LETTER = new DeadLetter();
    static final PurchaseClaim PURCHASE_CLAIM = new PurchaseClaim();
    static final TicketRow TICKET = new TicketRow();
    static final Refusal REFUSAL = new Refusal();
    static final PoolRow POOL = new PoolRow();
    static final Account ACCOUNT = new Account();
    static final Transfer TRANSFER = new Transfer();
    static final Cash CASH_MOVEMENT = new Cash();
    static final OperatorAction OPERATOR_ACTION = new OperatorAction();

    static final List<Base> ALL = List.of(
            RACE,
            RUNNER,
            QUEUE_TOPIC,
            QUEUE_POSITION,
            DEAD_LETTER,
            PURCHASE_CLAIM,
            TICKET,
            REFUSAL,
            POOL,
            ACCOUNT,
            TRANSFER,
            CASH_MOVEMENT,
            OPERATOR_ACTION);

    private Tables() {}

    /** What all tables have in common: shorthands for the types of columns. */
    abstract static class Base extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        Base(String name) {
            super(DSL.name(name));
        }

        final <T> TableField<Record, T> column(String name, DataType<T> type) {
            return createField(DSL.name(name), type, this);
        }

        final TableField<Record, Long> bigint(String name) {
            return column(name, SQLDataType.BIGINT);
        }

        final TableField<Record, Integer> integer(String name) {
            return column(name, SQLDataType.INTEGER);
        }

        final TableField<Record, String> text(String name) {
            return column(name, SQLDataType.CLOB);
        }

        final TableField<Record, UUID> uuid(String name) {
            return column(name, SQLDataType.UUID);
        }

        final TableField<Record, LocalDate> date(String name) {
            return column(name, SQLDataType.LOCALDATE);
        }

        final TableField<Record, Instant> instant(String name) {
            return column(name, SQLDataType.INSTANT);
        }

        final TableField<Record, JSONB> jsonb(String name) {
            return column(name, SQLDataType.JSONB);
        }
    }

    static final class Race extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, LocalDate> raceDay = date("race_day");
        final TableField<Record, Instant> postTime = instant("post_time");
        final TableField<Record, Instant> deadline = instant("deadline");
        final TableField<Record, JSONB> declared = jsonb("declared");
        final TableField<Record, JSONB> standing = jsonb("standing");
        final TableField<Record, String> state = text("state");
        final TableField<Record, Long> version = bigint("version");

        Race() {
            super("race");
        }
    }

    static final class Runner extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, Short> horseNumber = column("horse_number", SQLDataType.SMALLINT);
        final TableField<Record, String> name = text("name");
        final TableField<Record, String> jockey = text("jockey");

        Runner() {
            super("runner");
        }
    }

    static final class QueueTopic extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Boolean> onlyOne = column("only_one", SQLDataType.BOOLEAN);
        final TableField<Record, UUID> topic = uuid("topic");
        final TableField<Record, Integer> partitions = integer("partitions");

        QueueTopic() {
            super("queue_topic");
        }
    }

    static final class QueuePosition extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, UUID> topic = uuid("topic");
        final TableField<Record, Integer> queuePartition = integer("queue_partition");
        final TableField<Record, Long> nextOffset = bigint("next_offset");
        final TableField<Record, Integer> leaderEpoch = integer("leader_epoch");
        final TableField<Record, Instant> recordedThrough = instant("recorded_through");

        QueuePosition() {
            super("queue_position");
        }
    }

    static final class DeadLetter extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, UUID> topic = uuid("topic");
        final TableField<Record, Integer> queuePartition = integer("queue_partition");
        final TableField<Record, Long> queueOffset = bigint("queue_offset");
        final TableField<Record, Instant> appendedAt = instant("appended_at");
        final TableField<Record, UUID> messageId = uuid("message_id");
        final TableField<Record, String> reason = text("reason");
        final TableField<Record, byte[]> value = column("value", SQLDataType.BLOB);
        final TableField<Record, Boolean> copied = column("copied", SQLDataType.BOOLEAN);

        DeadLetter() {
            super("dead_letter");
        }
    }

    static final class PurchaseClaim extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, UUID> messageId = uuid("message_id");
        final TableField<Record, LocalDate> raceDay = date("race_day");

        PurchaseClaim() {
            super("purchase_claim");
        }
    }

    static final class TicketRow extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, LocalDate> raceDay = date("race_day");
        final TableField<Record, UUID> messageId = uuid("message_id");
        final TableField<Record, Long> userId = bigint("user_id");
        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, JSONB> selection = jsonb("selection");
        final TableField<Record, Integer[]> combinations = column("combinations", SQLDataType.INTEGER.array());
        final TableField<Record, Long> unitYen = bigint("unit_yen");
        final TableField<Record, Long> totalYen = bigint("total_yen");
        final TableField<Record, Integer> queuePartition = integer("queue_partition");
        final TableField<Record, Long> queueOffset = bigint("queue_offset");
        final TableField<Record, Instant> purchasedAt = instant("purchased_at");

        TicketRow() {
            super("ticket");
        }
    }

    static final class Refusal extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, LocalDate> raceDay = date("race_day");
        final TableField<Record, UUID> messageId = uuid("message_id");
        final TableField<Record, Long> userId = bigint("user_id");
        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> reason = text("reason");
        final TableField<Record, String> fingerprint = text("fingerprint");
        final TableField<Record, Integer> queuePartition = integer("queue_partition");
        final TableField<Record, Long> queueOffset = bigint("queue_offset");
        final TableField<Record, Instant> refusedAt = instant("refused_at");

        Refusal() {
            super("refusal");
        }
    }

    static final class PoolRow extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Long> version = bigint("version");
        final TableField<Record, Long[]> stakes = column("stakes", SQLDataType.BIGINT.array());
        final TableField<Record, Long> totalYen = bigint("total_yen");

        PoolRow() {
            super("pool");
        }
    }

    static final class Account extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, String> accountId = text("account_id");
        final TableField<Record, String> accountClass = text("class");
        final TableField<Record, Long> userId = bigint("user_id");
        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Long> balanceYen = bigint("balance_yen");
        final TableField<Record, Instant> openedAt = instant("opened_at");

        Account() {
            super("account");
        }
    }

    static final class Transfer extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, LocalDate> raceDay = date("race_day");
        final TableField<Record, Long> transferId = bigint("transfer_id");
        final TableField<Record, String> kind = text("kind");
        final TableField<Record, String> debit = text("debit");
        final TableField<Record, String> credit = text("credit");
        final TableField<Record, Long> yen = bigint("yen");
        final TableField<Record, UUID> reference = uuid("reference");
        final TableField<Record, Long> userId = bigint("user_id");
        final TableField<Record, Long> balanceAfterYen = bigint("balance_after_yen");
        final TableField<Record, Instant> bookedAt = instant("booked_at");

        Transfer() {
            super("transfer");
        }
    }

    static final class Cash extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, UUID> reference = uuid("reference");
        final TableField<Record, Long> userId = bigint("user_id");
        final TableField<Record, String> kind = text("kind");
        final TableField<Record, Long> yen = bigint("yen");
        final TableField<Record, Long> balanceAfterYen = bigint("balance_after_yen");
        final TableField<Record, Long> actor = bigint("actor");
        final TableField<Record, Instant> movedAt = instant("moved_at");

        Cash() {
            super("cash_movement");
        }
    }

    static final class OperatorAction extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> actionId = bigint("action_id");
        final TableField<Record, Instant> doneAt = instant("done_at");
        final TableField<Record, Long> actor = bigint("actor");
        final TableField<Record, String> action = text("action");
        final TableField<Record, String> subject = text("subject");
        final TableField<Record, JSONB> before = jsonb("before");
        final TableField<Record, JSONB> after = jsonb("after");
        final TableField<Record, String> software = text("software");

        OperatorAction() {
            super("operator_action");
        }
    }
}
