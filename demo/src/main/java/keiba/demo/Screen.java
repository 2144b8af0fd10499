package keiba.demo;

import java.io.PrintStream;
import java.util.List;

/** The output that a person watches. Some lines stay; where it is a terminal, a picture below them changes. Without a terminal there are no pictures. */
interface Screen extends AutoCloseable {

    /** Returns the screen of an output. */
    static Screen of(PrintStream out, Terminal terminal) {
        return terminal.isThere() ? new LiveScreen(out, terminal) : new PlainScreen(out, terminal);
    }

    /** Returns a screen that shows nothing. */
    static Screen dark() {
        return new DarkScreen();
    }

    /** Returns whether it shows anything. */
    default boolean isSeen() {
        return true;
    }

    /** Returns whether it shows pictures that change. */
    default boolean isLive() {
        return false;
    }

    /** How wide it is, in columns. */
    default int width() {
        return 100;
    }

    /** Returns how many lines a picture may have. */
    default int height() {
        return 0;
    }

    Paint paint();

    /** Adds lines that stay. */
    void say(List<String> lines);

    /** Adds one line that stays. */
    default void say(String line) {
        say(List.of(line));
    }

    /** Replaces the picture; nothing happens where there is none. */
    default void show(List<String> picture) {
        // a picture that changes cannot be written to a file
    }

    /** Takes the picture away. */
    @Override
    void close();
}
