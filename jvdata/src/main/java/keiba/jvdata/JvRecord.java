package keiba.jvdata;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The bytes of one JV-Data record, with access to its fields by position. Positions are those of the specification: the first byte of
 * a record has the position 1. Every record begins with two characters that name its type, and ends with CR LF.
 *
 * <p>Immutable.
 */
public final class JvRecord {
    /** The length of the longest record of the specification in bytes, that of an H6 record; CR LF included. */
    public static final int MAX_LENGTH = 102_890;

    private static final int MIN_LENGTH = 4;
    private static final int SHOWN = 40;
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9]");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private final byte[] bytes;
    private final String type;

    private JvRecord(byte[] bytes) {
        this.bytes = bytes;
        this.type = ascii(1, 2);
    }

    /**
     * Returns the record that these bytes are.
     *
     * @param bytes the whole record, with its type and its CR LF; the array is copied
     * @return the record
     * @throws JvDataException if there are fewer than 4 or more than {@link #MAX_LENGTH} bytes, they do not begin with a record type, or they do
     *     not end with CR LF
     */
    public static JvRecord of(byte[] bytes) {
        if (bytes.length < MIN_LENGTH || bytes.length > MAX_LENGTH) {
            throw new JvDataException(
                    "a record must have from " + MIN_LENGTH + " to " + MAX_LENGTH + " bytes, not " + bytes.length);
        }
        JvRecord record = new JvRecord(bytes.clone());
        if (!TYPE.matcher(record.type).matches()) {
            throw new JvDataException(
                    "a record must begin with its type, such as \"HR\", not with \"" + record.type + "\"");
        }
        if (bytes[bytes.length - 2] != '\r' || bytes[bytes.length - 1] != '\n') {
            throw new JvDataException("record " + record.type + " does not end with CR LF: it has " + bytes.length
                    + " bytes and may be truncated");
        }
        return record;
    }

    /** {@return the type of the record: {@code "HR"}} */
    public String type() {
        return type;
    }

    /** {@return the length of the record in bytes, CR LF included} */
    public int length() {
        return bytes.length;
    }

    /** {@return a copy of all bytes of the record} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Returns the text of a field that the specification defines as ASCII.
     *
     * @param position the position of the first byte, 1 or more
     * @param length the number of bytes, 1 or more
     * @return the text, as long as the field; spaces are kept
     * @throws JvDataException if the field is not within the record, or a byte of it is no printable ASCII character
     */
    public String text(int position, int length) {
        if (position < 1 || length < 1 || length > bytes.length || position - 1 > bytes.length - length) {
            throw new JvDataException("record " + type + " of " + bytes.length + " bytes has no field of " + length
                    + " bytes at " + position);
        }
        String text = ascii(position, length);
        for (int at = 0; at < length; at++) {
            int unsigned = bytes[position - 1 + at] & 0xFF;
            if (unsigned < ' ' || unsigned > '~') {
                throw new JvDataException("record " + type + " has the byte 0x" + Integer.toHexString(unsigned) + " at "
                        + (position + at) + ", where only printable ASCII characters are allowed");
            }
        }
        return text;
    }

    private String ascii(int position, int length) {
        return new String(bytes, position - 1, length, StandardCharsets.ISO_8859_1);
    }

    /** Checks that the record has the length that the specification defines for its type. */
    void requireLength(int length) {
        if (bytes.length != length) {
            throw new JvDataException("record " + type + " must have " + length + " bytes with CR LF; this one has "
                    + bytes.length + (bytes.length < length ? "" : ", perhaps because a CR LF is missing"));
        }
    }

    /** Reads a field that holds a number with leading zeros. */
    long number(String field, int position, int length) {
        String text = text(position, length);
        if (!DIGITS.matcher(text).matches()) {
            throw invalid(field, position, length, length + " digits");
        }
        return Long.parseLong(text);
    }

    /** Reads a number; a field of spaces is 0. */
    long numberOrBlank(String field, int position, int length) {
        return isBlank(position, length) ? 0 : number(field, position, length);
    }

    /** Reads a number of at most 9 digits; empty for 0 and for spaces. */
    OptionalInt positive(String field, int position, int length) {
        int number = (int) numberOrBlank(field, position, length);
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Reads a field of one character: 1 for yes, 0 or a space for no. */
    boolean flag(String field, int position) {
        return switch (text(position, 1)) {
            case "1" -> true;
            case "0", " " -> false;
            default -> throw invalid(field, position, 1, "0, 1 or a space");
        };
    }

    LocalDate date(String field, int position) {
        try {
            return LocalDate.of((int) number(field, position, 4), (int) number(field, position + 4, 2), (int)
                    number(field, position + 6, 2));
        } catch (DateTimeException notInTheCalendar) {
            throw invalid(field, position, 8, "a date as yyyymmdd");
        }
    }

    boolean isBlank(int position, int length) {
        return text(position, length).isBlank();
    }

    /** Returns the exception for a field with a text that is not allowed. */
    JvDataException invalid(String field, int position, int length, String allowed) {
        String text = text(position, length);
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return new JvDataException("record " + type + ", " + field + " at " + position + " to "
                + (position + length - 1) + ": \"" + shown + "\" is not " + allowed);
    }

    /** {@return whether the other is a record with the same bytes} */
    @Override
    public boolean equals(Object other) {
        return other instanceof JvRecord that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return the type and the length: {@code "HR of 719 bytes"}} */
    @Override
    public String toString() {
        return type + " of " + bytes.length + " bytes";
    }
}
