package keiba.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a claim in a token: the names of nested objects, from the outside in.
 *
 * @param names at least one, none of them empty
 */
public record ClaimPath(List<String> names) {
    /** The largest depth. No token of a real provider nests claims that deeply. */
    private static final int MOST_NAMES = 8;

    private static final int MOST_CHARACTERS = 500;
    private static final char QUOTE = '"';

    public ClaimPath {
        names = List.copyOf(names);
        if (names.isEmpty() || names.size() > MOST_NAMES || names.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException(
                    "a claim must consist of 1 to " + MOST_NAMES + " names that are not empty: " + names);
        }
    }

    /**
     * Reads a path such as {@code roles} or {@code realm_access.roles}. A dot separates the names of nested objects. A name that itself contains
     * dots is written in double quotes ({@code resource_access."my.client".roles}). A path that begins with {@code https://} or
     * {@code http://} is one name, without quotes: providers give such names to claims that their customers define.
     *
     * @throws IllegalArgumentException if a name is empty, a quote is missing, or the path is too long
     */
    public static ClaimPath parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the path of a claim may have at most " + MOST_CHARACTERS + " characters");
        }
        if (isAddress(text)) {
            return new ClaimPath(List.of(text));
        }
        List<String> names = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            boolean quoted = from < text.length() && text.charAt(from) == QUOTE;
            int end = quoted ? text.indexOf(QUOTE, from + 1) : end(text, from);
            if (end < 0) {
                throw new IllegalArgumentException("the closing double quote is missing in the claim " + text);
            }
            names.add(text.substring(quoted ? from + 1 : from, end));
            from = quoted ? end + 1 : end;
            if (from < text.length() && text.charAt(from) != '.') {
                throw new IllegalArgumentException("a name in quotes must be followed by a dot in the claim " + text);
            }
            from++;
        }
        return new ClaimPath(names);
    }

    private static boolean isAddress(String text) {
        return text.startsWith("https://") || text.startsWith("http://");
    }

    private static int end(String text, int from) {
        int dot = text.indexOf('.', from);
        return dot < 0 ? text.length() : dot;
    }

    /**
     * Returns the value at this path.
     *
     * @return a missing node if the claim, or an object around it, is not there
     * @throws IllegalArgumentException if something around it is not an object
     */
    JsonNode in(ObjectNode claims) {
        JsonNode found = claims;
        for (String name : names) {
            if (!found.isObject() && !found.isMissingNode()) {
                throw new IllegalArgumentException("the claim " + this + " is not inside an object");
            }
            found = found.path(name);
        }
        return found;
    }

    /** Returns the path in the form of the configuration. */
    @Override
    public String toString() {
        String first = names.getFirst();
        if (names.size() == 1 && isAddress(first)) {
            return first;
        }
        return String.join(
                ".",
                names.stream()
                        .map(name -> name.contains(".") ? QUOTE + name + QUOTE : name)
                        .toList());
    }
}
