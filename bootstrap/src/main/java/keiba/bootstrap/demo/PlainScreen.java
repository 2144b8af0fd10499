package keiba.bootstrap.demo;

import java.io.PrintStream;
import java.util.List;

/** Lines for a file or a pipe. */
final class PlainScreen implements Screen {
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final Terminal terminal;

    PlainScreen(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return 0;
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
    public void show(List<String> picture) {
        // a picture that changes cannot be written to a file
    }

    @Override
    public void close() {
        out.flush();
    }
}
