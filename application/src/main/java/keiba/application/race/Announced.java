package keiba.application.race;

/**
 * Everything that has been announced of a race since it was declared.
 *
 * @param version rises by one with every announcement, also with a change of the times and with a runner that is taken out; 0 before the first
 * @param facts all announcements together: the latest of each fact
 */
public record Announced(int version, Announcement facts) {
    public static final Announced NOTHING = new Announced(0, Announcement.NOTHING);

    /** One announcement more, of facts that the card holds elsewhere: its times, or who is out. */
    Announced next() {
        return new Announced(version + 1, facts);
    }

    /** One announcement more. */
    Announced with(Announcement announcement) {
        return new Announced(version + 1, facts.with(announcement));
    }
}
