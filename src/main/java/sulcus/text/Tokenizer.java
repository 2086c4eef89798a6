package sulcus.text;

import java.nio.file.Files;
import java.nio.file.Path;
import sulcus.task.Refusal;

/**
 * Text to token ids and back, as the model was trained to see it. No special tokens are added, nothing is cut off or
 * padded. Thread-safe.
 */
public interface Tokenizer extends AutoCloseable {
    /** The ids of a text. An unpaired surrogate counts as U+FFFD. */
    int[] encode(String text);

    /**
     * At most the first {@code maximumTokens} ids of a text; of a very long text only as much is read as that can need.
     */
    default int[] encode(String text, int maximumTokens) {
        // no token of a real vocabulary is longer than some hundred characters
        int enough = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(1L << 20, 512L * maximumTokens));
        int[] ids = encode(text.length() <= enough ? text : text.substring(0, enough));
        return ids.length <= maximumTokens ? ids : java.util.Arrays.copyOf(ids, maximumTokens);
    }

    /** The text of ids, special tokens included; ids outside the vocabulary are left out. */
    String decode(int[] ids);

    /**
     * One token for a reader: its text with spaces as spaces. Bytes that are no whole character alone show as U+FFFD.
     *
     * @return "" for an id that has no token
     */
    String token(int id);

    /** Highest id + 1; the embedding may have more rows (padding). */
    int size();

    /** The id at which generation ends, −1 where the model's files name none. */
    int endOfText();

    /** The id that begins a text, by the tokenizer's own files; −1 where they name none. */
    int beginOfText();

    /**
     * The id from which the first token of a text is predicted, as lm-evaluation-harness chooses it: the begin of text, else the end
     * of text.
     *
     * @throws Refusal if the tokenizer has neither
     */
    default int prefix() {
        int prefix = beginOfText() >= 0 ? beginOfText() : endOfText();
        if (prefix < 0) {
            throw new Refusal(
                    "tokenizer: names no token that begins or ends a text, and this measure predicts the first"
                            + " token from it; name one in tokenizer_config.json");
        }
        return prefix;
    }

    /** The chat template, as plain text that is shown and never run; "" for none. */
    String chatTemplate();

    @Override
    void close();

    /**
     * Opens the tokenizer of a model.
     *
     * @param model a Hugging Face folder with tokenizer.json, a .gguf file, or a folder with one .gguf file
     * @throws Refusal if there is none, or it cannot be read
     */
    static Tokenizer open(Path model) {
        if (Files.isDirectory(model)) {
            return GgufTokenizer.only(model).map(GgufTokenizer::open).orElseGet(() -> FolderTokenizer.open(model));
        }
        if (!Files.exists(model)) {
            throw new Refusal(model + ": there is no such file or folder; give a model folder or a .gguf file");
        }
        return GgufTokenizer.open(model);
    }
}
