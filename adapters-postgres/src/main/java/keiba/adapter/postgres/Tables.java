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
    static final AnnouncementRow ANNOUNCEMENT = new AnnouncementRow();
    static final QueueTopic QUEUE_TOPIC = new QueueTopic();
    static final QueuePosition QUEUE_POSITION = new QueuePosition();
    static final FormerPosition FORMER_POSITION = new FormerPosition();
    static final UnclaimedSends UNCLAIMED_SENDS = new UnclaimedSends();
    static final DeadLetter DEAD_LETTER = new DeadLetter();
    static final PurchaseClaim PURCHASE_CLAIM = new PurchaseClaim();
    static final TicketRow TICKET = new TicketRow();
    static final Refusal REFUSAL = new Refusal();
    static final PoolRow POOL = new PoolRow();
    static final PoolStakes POOL_STAKES = new PoolStakes();
    static final Account ACCOUNT = new Account();
    static final Transfer TRANSFER = new Transfer();
    static final Cash CASH_MOVEMENT = new Cash();
    static final OperatorAction OPERATOR_ACTION = new OperatorAction();
    static final TicketCount TICKET_COUNT = new TicketCount();
    static final CountedStakes COUNTED_STAKES = new CountedStakes();
    static final FinalOdds FINAL_ODDS = new FinalOdds();
    static final OddsHistoryRow ODDS_HISTORY = new OddsHistoryRow();
    static final OddsHistoryPoint ODDS_HISTORY_POINT = new OddsHistoryPoint();
    static final RefundOrder REFUND_ORDER = new RefundOrder();
    static final RefundOrderType REFUND_ORDER_TYPE = new RefundOrderType();
    static final Refund REFUND = new Refund();
    static final PayoutRun PAYOUT_RUN = new PayoutRun();
    static final Settlement SETTLEMENT = new Settlement();
    static final PayoutRow PAYOUT = new PayoutRow();
    static final ExecutionOrder EXECUTION_ORDER = new ExecutionOrder();
    static final PayoutHold PAYOUT_HOLD = new PayoutHold();
    static final DetachedMonth DETACHED_MONTH = new DetachedMonth();
    static final CarriedForward CARRIED_FORWARD = new CarriedForward();
    static final DetachedFigure DETACHED_FIGURE = new DetachedFigure();

    static final List<Base> ALL = List.of(
            RACE,
            RUNNER,
            ANNOUNCEMENT,
            QUEUE_TOPIC,
            QUEUE_POSITION,
            FORMER_POSITION,
            UNCLAIMED_SENDS,
            DEAD_LETTER,
            PURCHASE_CLAIM,
            TICKET,
            REFUSAL,
            POOL,
            POOL_STAKES,
            ACCOUNT,
            TRANSFER,
            CASH_MOVEMENT,
            OPERATOR_ACTION,
            TICKET_COUNT,
            COUNTED_STAKES,
            FINAL_ODDS,
            ODDS_HISTORY,
            ODDS_HISTORY_POINT,
            REFUND_ORDER,
            REFUND_ORDER_TYPE,
            REFUND,
            PAYOUT_RUN,
            SETTLEMENT,
            PAYOUT,
            EXECUTION_ORDER,
            PAYOUT_HOLD,
            DETACHED_MONTH,
            CARRIED_FORWARD,
            DETACHED_FIGURE);

    private Tables() {}

    /** The base class of all tables, with short methods for the types of columns. */
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

        final TableField<Record, Boolean> truth(String name) {
            return column(name, SQLDataType.BOOLEAN);
        }

        final TableField<Record, Integer[]> integers(String name) {
            return column(name, SQLDataType.INTEGER.array());
        }

        final TableField<Record, Long[]> bigints(String name) {
            return column(name, SQLDataType.BIGINT.array());
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
        final TableField<Record, String> closingPhase = text("closing_phase");
        final TableField<Record, LocalDate> expiresOn = date("expires_on");
        final TableField<Record, Instant> changedAt = instant("changed_at");

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

    static final class AnnouncementRow extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, Integer> version = integer("version");
        final TableField<Record, Instant> announcedAt = instant("announced_at");
        final TableField<Record, JSONB> content = jsonb("content");

        AnnouncementRow() {
            super("announcement");
        }
    }

    static final class QueueTopic extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Boolean> onlyOne = truth("only_one");
        final TableField<Record, UUID> topic = uuid("topic");
        final TableField<Record, Integer> partitions = integer("partitions");

        QueueTopic() {
            super("queue_topic");
        }
    }

    static final class UnclaimedSends extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Boolean> onlyOne = truth("only_one");
        final TableField<Record, Instant> unclaimedUntil = instant("unclaimed_until");

        UnclaimedSends() {
            super("unclaimed_sends");
        }
    }

    static final class QueuePosition extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, UUID> topic = uuid("topic");
        final TableField<Record, Integer> queuePartition = integer("queue_partition");
        final TableField<Record, Long> nextOffset = bigint("next_offset");
        final TableField<Record, Integer> leaderEpoch = integer("leader_epoch");
        final TableField<Record, Instant> recordedThrough = instant("recorded_through");
        final TableField<Record, Long> offsetBase = bigint("offset_base");
        final TableField<Record, Long> resumptions = bigint("resumptions");

        QueuePosition() {
            super("queue_position");
        }
    }

    static final class FormerPosition extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, UUID> topic = uuid("topic");
        final TableField<Record, Integer> queuePartition = integer("queue_partition");
        final TableField<Record, Long> nextOffset = bigint("next_offset");
        final TableField<Record, Long> offsetBase = bigint("offset_base");
        final TableField<Record, Instant> leftAt = instant("left_at");

        FormerPosition() {
            super("former_position");
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
        final TableField<Record, Boolean> copied = truth("copied");
        final TableField<Record, String> notCopiedBecause = text("not_copied_because");
        final TableField<Record, Long> offsetBase = bigint("offset_base");
        final TableField<Record, String> settledAs = text("settled_as");
        final TableField<Record, Instant> settledAt = instant("settled_at");
        final TableField<Record, String> settledBecause = text("settled_because");
        final TableField<Record, UUID> retriedAs = uuid("retried_as");

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
        final TableField<Record, Integer[]> combinations = integers("combinations");
        final TableField<Record, Long> unitYen = bigint("unit_yen");
        final TableField<Record, Long> totalYen = bigint("total_yen");
        final TableField<Record, Integer> queuePartition = integer("queue_partition");
        final TableField<Record, Long> queueOffset = bigint("queue_offset");
        final TableField<Record, Instant> purchasedAt = instant("purchased_at");
        final TableField<Record, Instant> recordedAt = instant("recorded_at");
        final TableField<Record, Long> refundedYen = bigint("refunded_yen");

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
        final TableField<Record, Instant> recordedAt = instant("recorded_at");

        Refusal() {
            super("refusal");
        }
    }

    static final class PoolRow extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Long> version = bigint("version");
        final TableField<Record, Long> totalYen = bigint("total_yen");

        PoolRow() {
            super("pool");
        }
    }

    static final class PoolStakes extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Integer> segment = integer("segment");
        final TableField<Record, Long[]> stakes = bigints("stakes");

        PoolStakes() {
            super("pool_stakes");
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

    static final class TicketCount extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, Long> countedThrough = bigint("counted_through");

        TicketCount() {
            super("ticket_count");
        }
    }

    static final class CountedStakes extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Long[]> stakes = bigints("stakes");

        CountedStakes() {
            super("counted_stakes");
        }
    }

    static final class FinalOdds extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Long> version = bigint("version");
        final TableField<Record, Instant> asOf = instant("as_of");
        final TableField<Record, JSONB> sheet = jsonb("sheet");
        final TableField<Record, Instant> savedAt = instant("saved_at");

        FinalOdds() {
            super("final_odds");
        }
    }

    static final class OddsHistoryRow extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Integer> stepSeconds = integer("step_seconds");

        OddsHistoryRow() {
            super("odds_history");
        }
    }

    static final class OddsHistoryPoint extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Long> slot = bigint("slot");
        final TableField<Record, Instant> asOf = instant("as_of");
        final TableField<Record, Long> version = bigint("version");
        final TableField<Record, Boolean> isFinal = truth("is_final");
        final TableField<Record, Long> sales = bigint("sales");
        final TableField<Record, Integer[]> low = integers("low");
        final TableField<Record, Integer[]> high = integers("high");

        OddsHistoryPoint() {
            super("odds_history_point");
        }
    }

    static final class RefundOrder extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> orderId = bigint("order_id");
        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, Instant> orderedAt = instant("ordered_at");
        final TableField<Record, Long> doneThrough = bigint("done_through");
        final TableField<Record, Boolean> done = truth("done");

        RefundOrder() {
            super("refund_order");
        }
    }

    static final class RefundOrderType extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> orderId = bigint("order_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Integer[]> combinations = integers("combinations");

        RefundOrderType() {
            super("refund_order_type");
        }
    }

    static final class Refund extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, LocalDate> raceDay = date("race_day");
        final TableField<Record, UUID> messageId = uuid("message_id");
        final TableField<Record, Long> orderId = bigint("order_id");
        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Long> yen = bigint("yen");

        Refund() {
            super("refund");
        }
    }

    static final class PayoutRun extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, UUID> reference = uuid("reference");
        final TableField<Record, Instant> begunAt = instant("begun_at");
        final TableField<Record, Long> doneThrough = bigint("done_through");
        final TableField<Record, Boolean> calculated = truth("calculated");
        final TableField<Record, UUID> paidThrough = uuid("paid_through");

        PayoutRun() {
            super("payout_run");
        }
    }

    static final class Settlement extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, String> kind = text("kind");
        final TableField<Record, Integer[]> winning = integers("winning");
        final TableField<Record, Integer[]> paysIndex = integers("pays_index");
        final TableField<Record, Long[]> paysPer100 = bigints("pays_per100");
        final TableField<Record, Integer[]> paysPopularity = integers("pays_popularity");
        final TableField<Record, Long> specialPer100 = bigint("special_per100");
        final TableField<Record, Long> sales = bigint("sales");
        final TableField<Record, Long> refunds = bigint("refunds");
        final TableField<Record, Long> payouts = bigint("payouts");
        final TableField<Record, Long> takeout = bigint("takeout");
        final TableField<Record, Long> breakage = bigint("breakage");
        final TableField<Record, Long> topUps = bigint("top_ups");

        Settlement() {
            super("settlement");
        }
    }

    static final class PayoutRow extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, LocalDate> raceDay = date("race_day");
        final TableField<Record, UUID> messageId = uuid("message_id");
        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> betType = text("bet_type");
        final TableField<Record, Long> userId = bigint("user_id");
        final TableField<Record, Instant> purchasedAt = instant("purchased_at");
        final TableField<Record, Long> yen = bigint("yen");
        final TableField<Record, String> status = text("status");
        final TableField<Record, Instant> calculatedAt = instant("calculated_at");
        final TableField<Record, Instant> paidAt = instant("paid_at");
        final TableField<Record, Long> balanceAfterYen = bigint("balance_after_yen");
        final TableField<Record, LocalDate> expiredAfter = date("expired_after");

        PayoutRow() {
            super("payout");
        }
    }

    static final class ExecutionOrder extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, Instant> orderedAt = instant("ordered_at");
        final TableField<Record, Boolean> done = truth("done");

        ExecutionOrder() {
            super("execution_order");
        }
    }

    static final class PayoutHold extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> reason = text("reason");
        final TableField<Record, Instant> heldAt = instant("held_at");

        PayoutHold() {
            super("payout_hold");
        }
    }

    static final class DetachedMonth extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, LocalDate> firstDay = date("first_day");
        final TableField<Record, Long> purchases = bigint("purchases");
        final TableField<Record, Long> transfers = bigint("transfers");
        final TableField<Record, Instant> detachedAt = instant("detached_at");

        DetachedMonth() {
            super("detached_month");
        }
    }

    static final class CarriedForward extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, String> accountId = text("account_id");
        final TableField<Record, Long> yen = bigint("yen");
        final TableField<Record, Long> throughTransfer = bigint("through_transfer");

        CarriedForward() {
            super("carried_forward");
        }
    }

    static final class DetachedFigure extends Base {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> raceId = bigint("race_id");
        final TableField<Record, String> kind = text("kind");
        final TableField<Record, String> name = text("name");
        final TableField<Record, Long> items = bigint("items");
        final TableField<Record, Long> yen = bigint("yen");

        DetachedFigure() {
            super("detached_figure");
        }
    }
}
