package keiba.demo;

import java.io.PrintStream;
import java.util.List;

/** Lines for a file or a pipe. */
final class PlainScreen implements Screen {
    private final PrintStream out;
    private final Terminal terminal;

    PlainScreen(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public Paint paint() {
        return terminal.paint();
    }

    @Override
    public void say(List<String> lines) {
        lines.forEach(line -> out.println(line.stripTrailing()));
    }

    @Override
    public void close() {
        out.flush();
    }
}
