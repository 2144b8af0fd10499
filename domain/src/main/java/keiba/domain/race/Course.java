package keiba.domain.race;

import java.util.Optional;

/**
 * The course of a race, as far as it is known.
 *
 * @param surface the surface of the course
 * @param distance from the start to the line
 * @param going the condition of the ground
 */
public record Course(Optional<Surface> surface, Optional<Distance> distance, Optional<Going> going) {
    /** The course of which nothing is known. */
    public static final Course UNKNOWN = new Course(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * {@return this course after an announcement; facts that the announcement does not mention stay unchanged}
     *
     * @param announced the facts that an announcement states; the others are empty
     */
    public Course with(Course announced) {
        return new Course(
                announced.surface.or(() -> surface),
                announced.distance.or(() -> distance),
                announced.going.or(() -> going));
    }
}
