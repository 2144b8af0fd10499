package team.betting.adapter.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;
import team.betting.application.tip.Stakes;

/** Stakes in a map. */
public final class MemoryStakes implements Stakes {
    private final Map<Combination, Yen> stakes = new ConcurrentHashMap<>();

    /** Adds a stake. */
    public void add(Combination combination, Yen stake) {
        stakes.merge(combination, stake, Yen::plus);
    }

    @Override
    public Map<Combination, Yen> current() {
        return Map.copyOf(stakes);
    }
}
