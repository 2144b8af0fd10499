package keiba.demo;

import java.util.Optional;

/**
 * A race that is over.
 *
 * @param tickets how many the crowd has; the report counts those of other people too
 * @param finish the official result; empty where the race was called off
 */
record Ended(Report report, int tickets, Optional<Finish> finish) {}
