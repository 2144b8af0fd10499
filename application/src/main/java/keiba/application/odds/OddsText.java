package keiba.application.odds;

/**
 * A text of odds as it is sent to readers, plain and compressed. Both arrays are shared by all readers and must not
 * be changed.
 */
public final class OddsText {
    private final byte[] plain;
    private final byte[] compressed;

    /** Creates a text from these arrays, without copying them. */
    public OddsText(byte[] plain, byte[] compressed) {
        this.plain = plain;
        this.compressed = compressed;
    }

    /** Returns the text in UTF-8; not to be changed. */
    public byte[] plain() {
        return plain;
    }

    /** Returns the compressed text; not to be changed. */
    public byte[] compressed() {
        return compressed;
    }

    @Override
    public String toString() {
        return plain.length + " bytes, " + compressed.length + " compressed";
    }
}
