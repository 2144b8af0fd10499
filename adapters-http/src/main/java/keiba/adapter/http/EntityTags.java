package keiba.adapter.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions that a client already has, from {@code If-None-Match}: a list of entity tags, compared weakly. A tag may hold commas.
 *
 * <p>Source: RFC 9110, 8.8.3 and 13.1.2.
 */
final class EntityTags {
    private static final Pattern NEXT = Pattern.compile("\\G[ \\t,]*(?:W/)?(\"[^\"]*\")(?=[ \\t]*(?:,|$))");

    private EntityTags() {}

    /**
     * Returns whether the tag is among those of the header's lines; text behind something that is no tag does not count.
     *
     * @param tag in quotes
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
