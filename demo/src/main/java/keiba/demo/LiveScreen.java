package keiba.demo;

import java.io.PrintStream;
import java.util.List;

/** A terminal: the lines that stay scroll away upwards, the picture stands below them and is drawn over itself. */
final class LiveScreen implements Screen {
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream out;
    private final Terminal terminal;
    private int shown;
    private boolean closed;

    LiveScreen(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
        // However the program ends, the shell gets its cursor back.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("cursor").unstarted(this::close));
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public int width() {
        return terminal.size().columns();
    }

    @Override
    public int height() {
        return terminal.size().rows() - 1;
    }

    @Override
    public Paint paint() {
        return terminal.paint();
    }

    @Override
    public synchronized void say(List<String> lines) {
        StringBuilder text = erase();
        lines.forEach(line -> text.append(line.stripTrailing()).append('\n'));
        shown = 0;
        write(text);
    }

    @Override
    public synchronized void show(List<String> picture) {
        if (closed) {
            return;
        }
        Terminal.Size size = terminal.size();
        List<String> fitting = picture.subList(0, Math.min(picture.size(), height()));
        StringBuilder text = new StringBuilder(HIDE_CURSOR).append(up());
        fitting.forEach(line -> text.append(Columns.clip(line, size.columns()))
                .append(CLEAR_LINE)
                .append('\n'));
        text.append(CLEAR_BELOW);
        shown = fitting.size();
        write(text);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            write(erase().append(SHOW_CURSOR));
        }
    }

    private StringBuilder erase() {
        return new StringBuilder(up()).append(CLEAR_BELOW);
    }

    private String up() {
        return shown == 0 ? "" : "\u001b[" + shown + "A\r";
    }

    private void write(StringBuilder text) {
        out.print(text);
        out.flush();
    }
}
