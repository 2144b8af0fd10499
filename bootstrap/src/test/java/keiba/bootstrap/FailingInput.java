package keiba.bootstrap;

import java.io.IOException;
import java.io.InputStream;

/** An input that fails as soon as it is read. */
final class FailingInput extends InputStream {
    private final Throwable failure;

    FailingInput(IOException failure) {
        this.failure = failure;
    }

    FailingInput(RuntimeException failure) {
        this.failure = failure;
    }

    FailingInput(Error failure) {
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        switch (failure) {
            case IOException broken -> throw broken;
            case RuntimeException fault -> throw fault;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return read();
    }
}
