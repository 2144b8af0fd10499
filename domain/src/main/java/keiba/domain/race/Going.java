package keiba.domain.race;

/** The condition of the ground, from the driest to the wettest. Source: the four degrees that JRA and NAR announce. */
public enum Going {
    /** 良. */
    FIRM,
    /** 稍重. */
    GOOD,
    /** 重. */
    YIELDING,
    /** 不良. */
    SOFT
}
