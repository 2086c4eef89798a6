package sulcus.text;

import java.nio.charset.StandardCharsets;

/**
 * The 256 printable characters by which byte-level BPE vocabularies write bytes: printable Latin-1 bytes stand for
 * themselves, the others for U+0100 and on (GPT-2's {@code bytes_to_unicode}).
 */
public final class ByteAlphabet {
    private static final char[] CHARACTERS = new char[256];
    private static final int[] BYTES = new int[512];

    static {
        java.util.Arrays.fill(BYTES, -1);
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            CHARACTERS[b] = (char) (printable ? b : next++);
            BYTES[CHARACTERS[b]] = b;
        }
    }

    private ByteAlphabet() {}

    /** The character that stands for a byte, 0 … 255. */
    public static char character(int unsignedByte) {
        return CHARACTERS[unsignedByte];
    }

    /** The text of a token; a token with other characters (a special one) stands for itself. */
    public static String text(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = token.charAt(i);
            if (c >= BYTES.length || BYTES[c] < 0) {
                return token;
            }
            bytes[i] = (byte) BYTES[c];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
