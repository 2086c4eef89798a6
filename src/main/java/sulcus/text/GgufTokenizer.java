package sulcus.text;

import java.nio.file.Path;
import sulcus.task.Refusal;

/** The tokenizer that a GGUF file describes in its metadata. */
final class GgufTokenizer {
    private GgufTokenizer() {}

    static Tokenizer open(Path file) {
        throw new Refusal(file + ": not a GGUF file");
    }
}
