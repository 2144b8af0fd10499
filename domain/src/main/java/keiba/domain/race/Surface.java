package keiba.domain.race;

/** What a race is run on. */
public enum Surface {
    /** 芝. */
    TURF,
    /** ダート. */
    DIRT,
    /** 障害: over obstacles. */
    JUMP
}
