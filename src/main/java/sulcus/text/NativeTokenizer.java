package sulcus.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import sulcus.task.NativeCode;
import sulcus.task.Refusal;

/** A tokenizer.json held by Hugging Face's own tokenizers library. */
final class NativeTokenizer implements Tokenizer {
    /** The library's encoding takes over a hundred bytes a character: longer texts go to it in pieces. */
    private static final int PIECE = 1 << 18;

    private final HuggingFaceTokenizer library;
    private final Vocabulary vocabulary;
    private final int endOfText;
    private final int beginOfText;
    private final String chatTemplate;

    private NativeTokenizer(
            HuggingFaceTokenizer library, Vocabulary vocabulary, int endOfText, int beginOfText, String chatTemplate) {
        this.library = library;
        this.vocabulary = vocabulary;
        this.endOfText = endOfText;
        this.beginOfText = beginOfText;
        this.chatTemplate = chatTemplate;
    }

    /**
     * @param source names the file in refusals
     * @param json content of tokenizer.json
     */
    static NativeTokenizer of(String source, byte[] json, SpecialTokens special) {
        Vocabulary vocabulary = Vocabulary.read(source, json);
        try {
            HuggingFaceTokenizer library = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json),
                    Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
            int end = special.endOfTextId() >= 0 ? special.endOfTextId() : vocabulary.id(special.endOfTextName());
            int begin =
                    special.beginOfTextId() >= 0 ? special.beginOfTextId() : vocabulary.id(special.beginOfTextName());
            return new NativeTokenizer(library, vocabulary, end, begin, special.chatTemplate());
        } catch (IOException | RuntimeException e) {
            if (NativeCode.told(e) instanceof Refusal refusal) {
                throw refusal;
            }
            throw new Refusal(
                    source + ": not a tokenizer that can be loaded: " + firstLine(e)
                            + "; save it again with the tokenizers library",
                    e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Texts longer than {@value #PIECE} characters, or than the expressions of an unknown tokenizer can safely take, go to the
     * library in pieces that end where no tokenizer joins anything. In a longer stretch without such a place the tokens at a
     * cut may differ from those of the whole.
     *
     * @throws Refusal for such a text if the tokenizer does not work on bytes, so that it cannot be cut
     */
    @Override
    public int[] encode(String text) {
        String whole = withoutLoneSurrogates(text);
        int longest = Math.min(PIECE, vocabulary.longestText());
        if (!vocabulary.byteLevel()) {
            if (whole.length() > vocabulary.longestText()) {
                throw new Refusal("a text of " + whole.length()
                        + " characters is too long for this tokenizer's expressions (most: " + vocabulary.longestText()
                        + "); split it into several documents");
            }
            return ids(whole);
        }
        List<int[]> parts = new ArrayList<>();
        int from = 0;
        do {
            int to = cut(whole, from, longest);
            parts.add(ids(whole.substring(from, to)));
            from = to;
        } while (from < whole.length());
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /**
     * Where a piece that begins at {@code from} ends: as late as the length allows, after a line feed and before a Latin
     * letter, which no byte-level pre-tokenizer takes together; else before a space that follows none, else at the length.
     */
    private static int cut(String text, int from, int longest) {
        if (text.length() - from <= longest) {
            return text.length();
        }
        int last = from + longest;
        int between = -1;
        for (int i = last; i > from; i--) {
            char next = text.charAt(i);
            char before = text.charAt(i - 1);
            if (before == '\n' && ((next >= 'A' && next <= 'Z') || (next >= 'a' && next <= 'z'))) {
                return i;
            }
            if (between < 0 && next == ' ' && before > ' ' && i + 1 < text.length() && text.charAt(i + 1) > ' ') {
                between = i;
            }
        }
        if (between < 0) {
            between = Character.isLowSurrogate(text.charAt(last)) ? last - 1 : last;
        }
        return between;
    }

    private int[] ids(String text) {
        long[] wide = library.encode(text, false, false).getIds();
        int[] ids = new int[wide.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Math.toIntExact(wide[i]);
        }
        return ids;
    }

    private static String withoutLoneSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int[] points = text.codePoints()
                        .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
                        .toArray();
                return new String(points, 0, points.length);
            }
        }
        return text;
    }

    @Override
    public String decode(int[] ids) {
        return library.decode(
                Arrays.stream(ids)
                        .filter(id -> id >= 0 && id < vocabulary.size())
                        .asLongStream()
                        .toArray(),
                false);
    }

    @Override
    public String token(int id) {
        return vocabulary.readable(id);
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public int endOfText() {
        return endOfText;
    }

    @Override
    public int beginOfText() {
        return beginOfText;
    }

    @Override
    public String chatTemplate() {
        return chatTemplate;
    }

    @Override
    public void close() {
        library.close();
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
