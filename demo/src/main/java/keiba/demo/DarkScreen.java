package keiba.demo;

import java.util.List;

/** Shows nothing. */
final class DarkScreen implements Screen {

    @Override
    public boolean isSeen() {
        return false;
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
    public void close() {
        // nothing is open
    }
}
