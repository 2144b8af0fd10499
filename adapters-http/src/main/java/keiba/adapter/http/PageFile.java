package keiba.adapter.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import keiba.wire.Gzip;

/** One file of the page: its media type, its content, plain and in gzip, and its entity tag. */
final class PageFile {
    private static final int TAG_BYTES = 16;

    private final String mediaType;
    private final byte[] plain;
    private final Supplier<byte[]> compressed;
    private final String tag;

    private PageFile(String mediaType, byte[] plain, Supplier<byte[]> compressed) {
        this.mediaType = mediaType;
        this.plain = plain;
        this.compressed = compressed;
        this.tag = tag(plain);
    }

    /** A file that is kept, so that it is compressed once. */
    static PageFile kept(String mediaType, byte[] plain) {
        byte[] compressed = Gzip.compress(plain);
        return new PageFile(mediaType, plain, () -> compressed);
    }

    /** A file that is read again at the next request. */
    static PageFile passing(String mediaType, byte[] plain) {
        return new PageFile(mediaType, plain, () -> Gzip.compress(plain));
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java has it
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

    /** In quotes; changes with the content. */
    String tag() {
        return tag;
    }
}
