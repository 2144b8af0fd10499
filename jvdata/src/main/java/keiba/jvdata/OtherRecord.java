package keiba.jvdata;

/**
 * A record of a type that this library does not read, such as a race (RA) or a horse in a race (SE).
 *
 * @param record its bytes
 */
public record OtherRecord(JvRecord record) implements JvData {}
