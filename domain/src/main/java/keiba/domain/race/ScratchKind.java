package keiba.domain.race;

/**
 * The reason why a runner is taken out after the start of sales. Stakes are refunded in the same way for both. Source:
 * rules A.3.
 */
public enum ScratchKind {
    /** 出走取消: before it entered the saddling enclosure. */
    SCRATCHED,
    /** 競走除外: from then until the start. */
    EXCLUDED
}
