package keiba.adapter.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code If-None-Match}, the versions that a client already has: a list of entity tags, which are compared
 * weakly. A tag may contain commas.
 *
 * <p>Source: RFC 9110, 8.8.3 and 13.1.2.
 */
final class EntityTags {
    private static final Pattern NEXT = Pattern.compile("\\G[ \\t,]*(?:W/)?(\"[^\"]*\")(?=[ \\t]*(?:,|$))");

    private EntityTags() {}

    /**
     * Returns whether the header's lines contain the tag; text after an invalid tag is ignored.
     *
     * @param tag the entity tag, in quotes
     */
    static boolean hold(List<String> lines, String tag) {
        return lines.stream().anyMatch(line -> line.strip().equals("*") || names(line, tag));
    }

    private static boolean names(String line, String tag) {
        Matcher next = NEXT.matcher(line);
        while (next.find()) {
            if (next.group(1).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
