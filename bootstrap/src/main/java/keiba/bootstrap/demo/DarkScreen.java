package keiba.bootstrap.demo;

import java.util.List;

/** Shows nothing. */
final class DarkScreen implements Screen {
    private static final int WIDTH = 100;

    @Override
    public boolean isSeen() {
        return false;
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
        return Paint.PLAIN;
    }

    @Override
    public void say(List<String> lines) {
        // there is no screen
    }

    @Override
    public void show(List<String> picture) {
        // there is no screen
    }

    @Override
    public void close() {
        // nothing is open
    }
}
