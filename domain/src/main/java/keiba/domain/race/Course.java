package keiba.domain.race;

import java.util.Optional;

/**
 * What a race is run on, as far as it is known.
 *
 * @param surface what the course is made of
 * @param distance from the start to the line
 * @param going the condition of the ground
 */
public record Course(Optional<Surface> surface, Optional<Distance> distance, Optional<Going> going) {
    public static final Course UNKNOWN = new Course(Optional.empty(), Optional.empty(), Optional.empty());

    /** This course after an announcement: what the announcement does not mention stays as it is. */
    public Course with(Course announced) {
        return new Course(
                announced.surface.or(() -> surface),
                announced.distance.or(() -> distance),
                announced.going.or(() -> going));
    }
}
