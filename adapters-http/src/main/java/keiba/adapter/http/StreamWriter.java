package keiba.adapter.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import keiba.wire.GzipMember;

/** Writes the body of a stream to one listener, plain or compressed. */
interface StreamWriter {

    /** Writes a short text. */
    void write(byte[] text) throws IOException;

    /**
     * Writes a text whose compressed form is kept for all listeners.
     *
     * @param compressed the same text as {@link keiba.wire.Gzip#compress} returns it
     */
    void write(byte[] text, Supplier<byte[]> compressed) throws IOException;

    /** Writes the end of the body. */
    void end() throws IOException;

    /** Returns a writer without compression. */
    static StreamWriter plain(OutputStream listener) {
        return new StreamWriter() {
            @Override
            public void write(byte[] text) throws IOException {
                listener.write(text);
            }

            @Override
            public void write(byte[] text, Supplier<byte[]> compressed) throws IOException {
                listener.write(text);
            }

            @Override
            public void end() {}
        };
    }

    /** Returns a writer that compresses the body to one gzip member. */
    static StreamWriter gzip(OutputStream listener) throws IOException {
        GzipMember member = GzipMember.begin(listener);
        return new StreamWriter() {
            @Override
            public void write(byte[] text) throws IOException {
                member.write(text);
            }

            @Override
            public void write(byte[] text, Supplier<byte[]> compressed) throws IOException {
                member.write(text, compressed.get());
            }

            @Override
            public void end() throws IOException {
                member.end();
            }
        };
    }
}
