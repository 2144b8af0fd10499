package keiba.adapter.postgres;

import java.sql.Connection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueChunk.CloseMarker;
import keiba.application.purchase.QueueChunk.Impossible;
import keiba.application.purchase.QueueChunk.Queued;
import keiba.application.purchase.QueueChunk.Unreadable;
import keiba.application.purchase.RecordingBook.Booked;
import keiba.application.purchase.RecordingBook.Facts;
import keiba.application.purchase.RecordingBook.Judge;
import keiba.application.purchase.RecordingBook.Judgement;
import keiba.application.purchase.RecordingBook.LaneLost;
import keiba.application.purchase.RecordingBook.Recorded;
import keiba.application.purchase.RecordingBook.Verdict;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import org.jooq.DSLContext;

/**
 * Records chunks of different lanes in one transaction. To avoid deadlocks, locks are always taken in this order: the
 * positions of the lanes, the races, the message ids, the bettors' accounts, the pools, all other accounts; the locks
 * of each kind in a fixed order. Races are locked before the ids because an id is claimed under the day of its race,
 * which cannot change once the race is locked.
 */
final class JointRecording {
    private final DSLContext session;
    private final RaceStore store;
    private final KnownCards cards;
    private final RecordingLocks locks;
    private final Ledger ledger;
    private final Connection connection;

    JointRecording(DSLContext session, Connection connection, RaceStore store, KnownCards cards) {
        this.session = session;
        this.store = store;
        this.cards = cards;
        this.locks = new RecordingLocks(connection);
        this.ledger = new Ledger(session);
        this.connection = connection;
    }

    /** The first occurrence of a message id in these chunks. */
    private record Named(MessageId id, LocalDate day, QueueChunk.Entry entry) {}

    /** A chunk whose lane this transaction has locked. */
    private static final class Lane {
        private final QueueChunk chunk;
        private final List<Named> named = new ArrayList<>();
        private final List<Queued> fresh = new ArrayList<>();
        private final List<Refusal> unjudged = new ArrayList<>();
        private int duplicates;

        Lane(QueueChunk chunk) {
            this.chunk = chunk;
        }
    }

    List<Recorded> record(List<QueueChunk> chunks, Judge judge) {
        Map<Integer, Long> bases = locks.advance(chunks);
        Set<Integer> held = bases.keySet();
        List<Lane> lanes = chunks.stream()
                .filter(chunk -> held.contains(chunk.lane()))
                .map(Lane::new)
                .toList();
        Map<RaceId, RaceCard> races = holdRaces(lanes);
        claim(lanes, races);
        Facts facts = facts(lanes, races);
        Judgement judgement = judgement(judge, facts);
        List<Booked> booked = book(lanes, judgement, facts, new JointBooking(connection, ledger, bases));
        judgement.fenced().forEach(fenced -> fence(facts, fenced));
        return answers(chunks, held, booked);
    }

    private static List<Recorded> answers(List<QueueChunk> chunks, Set<Integer> held, List<Booked> booked) {
        List<Recorded> answers = new ArrayList<>();
        int next = 0;
        for (QueueChunk chunk : chunks) {
            answers.add(held.contains(chunk.lane()) ? booked.get(next++) : new LaneLost());
        }
        return answers;
    }

    /**
     * Locks and returns the existing races that the chunks name. A race that is entered later is unknown to these
     * chunks.
     */
    private Map<RaceId, RaceCard> holdRaces(List<Lane> lanes) {
        Set<RaceId> named = new HashSet<>();
        boolean marked = false;
        for (Lane lane : lanes) {
            for (QueueChunk.Entry entry : lane.chunk.entries()) {
                switch (entry) {
                    case Queued queued -> named.add(queued.message().race());
                    case CloseMarker marker -> named.add(marker.race());
                    case Unreadable unreadable -> {}
                    case Impossible impossible -> {}
                }
            }
            marked |= lane.chunk.marker().isPresent();
        }
        return cards.of(session, locks.holdRaces(named, marked));
    }

    /**
     * Claims the message ids. The first message with an id counts, and every other message with the same id is a
     * duplicate.
     */
    private void claim(List<Lane> lanes, Map<RaceId, RaceCard> races) {
        Set<MessageId> seen = new HashSet<>();
        for (Lane lane : lanes) {
            for (QueueChunk.Entry entry : lane.chunk.entries()) {
                idOf(entry).ifPresent(id -> {
                    if (seen.add(id)) {
                        lane.named.add(new Named(id, day(entry, races), entry));
                    } else {
                        lane.duplicates++;
                    }
                });
            }
        }
        Set<MessageId> claimedBefore = locks.claim(lanes.stream()
                .flatMap(lane -> lane.named.stream())
                .map(named -> new RecordingLocks.Claim(named.id(), named.day()))
                .toList());
        lanes.forEach(lane -> sort(lane, claimedBefore));
    }

    private static void sort(Lane lane, Set<MessageId> claimedBefore) {
        for (Named named : lane.named) {
            if (claimedBefore.contains(named.id())) {
                lane.duplicates++;
            } else if (named.entry() instanceof Queued queued) {
                lane.fresh.add(queued);
            } else {
                Refusal.withoutJudgement(lane.chunk.lane(), named.day(), named.entry())
                        .ifPresent(lane.unjudged::add);
            }
        }
    }

    private static Optional<MessageId> idOf(QueueChunk.Entry entry) {
        return switch (entry) {
            case Queued queued -> Optional.of(queued.message().id());
            case Unreadable unreadable -> unreadable.id();
            case Impossible impossible -> Optional.of(impossible.id());
            case CloseMarker marker -> Optional.empty();
        };
    }

    private static LocalDate day(QueueChunk.Entry entry, Map<RaceId, RaceCard> races) {
        RaceCard card =
                entry instanceof Queued queued ? races.get(queued.message().race()) : null;
        return card != null ? card.day() : Times.dayInJapan(entry.appendedAt());
    }

    private Facts facts(List<Lane> lanes, Map<RaceId, RaceCard> races) {
        List<Queued> fresh = lanes.stream().flatMap(lane -> lane.fresh.stream()).toList();
        Map<UserId, Yen> balances = ledger.lockBettors(
                fresh.stream().map(purchase -> purchase.message().user()).collect(Collectors.toSet()));
        PostgresStaked stakes = new PostgresStaked(
                session, races.values().stream().map(RaceCard::day).collect(Collectors.toSet()), balances.keySet());
        List<CloseMarker> markers =
                lanes.stream().flatMap(lane -> lane.chunk.marker().stream()).toList();
        return new Facts(fresh, named(fresh, markers, races), balances, stakes, markers);
    }

    /** Returns only the races of these purchases and markers; the other races are named only by duplicates. */
    private static Map<RaceId, RaceCard> named(
            List<Queued> fresh, List<CloseMarker> markers, Map<RaceId, RaceCard> races) {
        Set<RaceId> named = new HashSet<>();
        fresh.forEach(purchase -> named.add(purchase.message().race()));
        markers.forEach(marker -> named.add(marker.race()));
        named.retainAll(races.keySet());
        return races.entrySet().stream()
                .filter(race -> named.contains(race.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Judgement judgement(Judge judge, Facts facts) {
        if (facts.fresh().isEmpty() && facts.markers().isEmpty()) {
            return Judgement.NOTHING;
        }
        Judgement judgement = judge.judge(facts);
        List<Queued> judged =
                judgement.verdicts().stream().map(Verdict::purchase).toList();
        if (!judged.equals(facts.fresh())) {
            throw new IllegalStateException(
                    judged.size() + " verdicts were given for " + facts.fresh().size() + " purchases");
        }
        return judgement;
    }

    private static List<Booked> book(List<Lane> lanes, Judgement judgement, Facts facts, JointBooking booking) {
        List<Booked> booked = new ArrayList<>();
        int from = 0;
        for (Lane lane : lanes) {
            Judgement part = judgement.part(from, from + lane.fresh.size(), lane.chunk.marker());
            from += lane.fresh.size();
            part.verdicts()
                    .forEach(
                            verdict -> booking.add(lane.chunk.lane(), day(verdict.purchase(), facts.races()), verdict));
            lane.unjudged.forEach(booking::add);
            booking.addDeadLetters(lane.chunk);
            booked.add(new Booked(
                    part, lane.unjudged.stream().map(Refusal::purchase).toList(), lane.duplicates));
        }
        booking.book();
        return booked;
    }

    private void fence(Facts facts, RaceCard fenced) {
        RaceCard before = facts.markers().stream()
                .filter(marker -> marker.race().equals(fenced.id()))
                .findFirst()
                .map(marker -> facts.races().get(marker.race()))
                .orElseThrow(
                        () -> new IllegalStateException("the chunk contains no close marker of race " + fenced.id()));
        store.save(session, Actor.SYSTEM, "Fence", before, fenced);
    }
}
