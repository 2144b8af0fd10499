package keiba.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Builds a short text of numbers and separators without creating a string. */
final class Digits {
    /** The capacity, which is more than the longest text: a combination, or odds with 19 digits. */
    private static final int LONGEST = 32;

    private final char[] text = new char[LONGEST];
    private int length;

    Digits clear() {
        length = 0;
        return this;
    }

    Digits add(char separator) {
        text[length++] = separator;
        return this;
    }

    /** @param number 0 or more */
    Digits add(long number) {
        int end = length + 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            end++;
        }
        long rest = number;
        for (int i = end - 1; i >= length; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
        return this;
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeString(text, 0, length);
    }
}
