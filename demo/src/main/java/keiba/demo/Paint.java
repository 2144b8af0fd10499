package keiba.demo;

import java.util.List;

/** Colours a text for a terminal, or leaves it as it is. */
enum Paint {
    PLAIN,
    COLOURED;

    private static final String ESCAPE = "\u001b[";
    private static final String RESET = ESCAPE + "0m";

    /** Foreground and background of the caps that jockeys wear: white, black, red, blue, yellow, green, orange, pink. */
    private static final List<String> CAPS = List.of(
            "30;48;5;255",
            "97;48;5;16",
            "97;48;5;160",
            "97;48;5;26",
            "30;48;5;226",
            "97;48;5;28",
            "30;48;5;208",
            "30;48;5;218");

    String strong(String text) {
        return with("1", text);
    }

    String faint(String text) {
        return with("2", text);
    }

    String good(String text) {
        return with("32", text);
    }

    String bad(String text) {
        return with("1;31", text);
    }

    String warm(String text) {
        return with("33", text);
    }

    String cool(String text) {
        return with("36", text);
    }

    /** Returns the text in the colours of a bracket, 1 to 8. */
    String cap(int bracket, String text) {
        return with(CAPS.get(bracket - 1), text);
    }

    private String with(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : ESCAPE + code + "m" + text + RESET;
    }
}
