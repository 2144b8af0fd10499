package keiba.application.race;

/**
 * All facts that have been announced about a race since it was declared.
 *
 * @param version increases by one with every announcement, including a change of the times and a runner that is taken
 *     out; 0 before the first announcement
 * @param facts all announcements together: the latest of each fact
 */
public record Announced(int version, Announcement facts) {
    public static final Announced NOTHING = new Announced(0, Announcement.NOTHING);

    /** Returns the next version, for facts that the card stores elsewhere: its times, or a runner that is taken out. */
    Announced next() {
        return new Announced(version + 1, facts);
    }

    /** Returns the next version, with the facts of one more announcement. */
    Announced with(Announcement announcement) {
        return new Announced(version + 1, facts.with(announcement));
    }
}
