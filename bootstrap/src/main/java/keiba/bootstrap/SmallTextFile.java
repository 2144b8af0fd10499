package keiba.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text file in UTF-8 that is so small that it is read as a whole. */
public final class SmallTextFile {
    /** The largest size in bytes. */
    public static final int LARGEST = 64 << 10;

    private SmallTextFile() {}

    /** Thrown if a file has more than {@link #LARGEST} bytes. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLargeException(Path file) {
            super(file + " is larger than " + LARGEST + " bytes");
        }
    }

    /**
     * Returns the whole text of a file.
     *
     * @throws TooLargeException if the file is larger than {@link #LARGEST}; no more than that is read
     * @throws java.nio.charset.CharacterCodingException if the file is not UTF-8
     * @throws IOException if the file cannot be read
     */
    public static String read(Path file) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(LARGEST + 1);
        }
        if (content.length > LARGEST) {
            throw new TooLargeException(file);
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
    }
}
