package sulcus.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import sulcus.task.Refusal;

/** Lines of a UTF-8 file, strictly decoded, one at a time. Line ends are LF, CR LF and CR. */
final class TextLines implements Iterator<TextLines.Line> {
    /** @param number 1-based */
    record Line(int number, String text) {}

    private static final int LARGEST_WHOLE = 1 << 30;

    private final Path path;
    private final BufferedReader reader;
    private String next;
    private int number;

    private TextLines(Path path, BufferedReader reader) {
        this.path = path;
        this.reader = reader;
    }

    static Stream<Line> of(Path path) {
        try {
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(
                            PackedText.open(path),
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
                    1 << 16);
            Iterator<Line> lines = new TextLines(path, reader);
            return StreamSupport.stream(
                            Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED | Spliterator.NONNULL),
                            false)
                    .onClose(() -> close(reader));
        } catch (IOException e) {
            throw Corpus.unreadable(path, e);
        }
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        if (next != null) {
            return true;
        }
        try {
            next = reader.readLine();
        } catch (CharacterCodingException e) {
            throw new Refusal(path + ": after line " + number + ": not UTF-8; convert the file to UTF-8", e);
        } catch (IOException e) {
            throw Corpus.unreadable(path, e);
        } catch (OutOfMemoryError e) {
            throw new Refusal(path + ": line " + (number + 1) + ": is larger than memory; break it into lines", e);
        }
        if (next == null) {
            return false;
        }
        number++;
        if (number == 1 && next.startsWith("\uFEFF")) {
            next = next.substring(1);
        }
        if (next.indexOf('\0') >= 0) {
            throw binary(path, "line " + number);
        }
        return true;
    }

    @Override
    public Line next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Line line = new Line(number, next);
        next = null;
        return line;
    }

    /** The whole file, without a byte order mark. */
    static String whole(Path path) {
        try {
            byte[] bytes;
            try (InputStream in = PackedText.open(path)) {
                bytes = in.readNBytes(LARGEST_WHOLE + 1);
            }
            if (bytes.length > LARGEST_WHOLE) {
                throw new Refusal(path + ": more than " + LARGEST_WHOLE
                        + " bytes are too many for one text; take a part" + " of it");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw binary(path, "character " + text.indexOf('\0'));
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Refusal(path + ": not UTF-8; convert the file to UTF-8", e);
        } catch (IOException e) {
            throw Corpus.unreadable(path, e);
        } catch (OutOfMemoryError e) {
            throw new Refusal(path + ": is larger than memory as one text; take a part of it", e);
        }
    }

    private static Refusal binary(Path path, String place) {
        return new Refusal(path + ": " + place + ": a NUL byte, so this is no text; give a text file");
    }
}
