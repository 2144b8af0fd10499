package keiba.adapter.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import keiba.wire.Gzip;

/** A file that is served unchanged: its media type, its content, plain and compressed with gzip, and its entity tag. */
final class StaticFile {
    private static final int TAG_BYTES = 16;

    /**
     * The caching header: a browser revalidates its cached file before each use, so that a new release is visible at
     * the next reload.
     */
    private static final String CACHING = "no-cache";

    private final String mediaType;
    private final byte[] plain;
    private final Supplier<byte[]> compressed;
    private final String tag;

    private StaticFile(String mediaType, byte[] plain, Supplier<byte[]> compressed) {
        this.mediaType = mediaType;
        this.plain = plain;
        this.compressed = compressed;
        this.tag = tag(plain);
    }

    /** Returns a file that is kept in memory, so that it is compressed only once. */
    static StaticFile kept(String mediaType, byte[] plain) {
        byte[] compressed = Gzip.compress(plain);
        return new StaticFile(mediaType, plain, () -> compressed);
    }

    /** Returns a file that is read again at the next request. */
    static StaticFile passing(String mediaType, byte[] plain) {
        return new StaticFile(mediaType, plain, () -> Gzip.compress(plain));
    }

    /** Returns the answer to a request for the file: 304 if the client has it already. */
    Reply answer(Ask ask) {
        Reply reply =
                ask.has(tag) ? Reply.notModified("W/" + tag) : Reply.ok(this).with("ETag", "W/" + tag);
        return reply.with("Cache-Control", CACHING);
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has this algorithm
        }
    }

    String mediaType() {
        return mediaType;
    }

    byte[] plain() {
        return plain;
    }

    byte[] compressed() {
        return compressed.get();
    }
}
