package team.betting.application.tip;

import java.util.Map;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;

/** The stakes on the horses of a race. */
public interface Stakes {
    Map<Combination, Yen> current();
}
