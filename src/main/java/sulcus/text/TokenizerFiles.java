package sulcus.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tokenizer files that an exported Hugging Face folder carries. */
public final class TokenizerFiles {
    private static final List<String> NAMES = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "tokenizer.model",
            "chat_template.jinja");

    private TokenizerFiles() {}

    /**
     * Contents by file name. From a folder: its own files, unchanged; from a .gguf file: tokenizer.json and
     * tokenizer_config.json made from its metadata.
     *
     * @return empty for a folder without tokenizer
     * @throws sulcus.task.Refusal if they cannot be read or made
     */
    public static Map<String, byte[]> of(Path model) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Path gguf = Files.isDirectory(model) ? GgufTokenizer.only(model).orElse(null) : model;
        if (gguf == null) {
            for (String name : NAMES) {
                Path file = model.resolve(name);
                if (Files.isRegularFile(file)) {
                    files.put(name, FolderTokenizer.bytes(file, FolderTokenizer.LARGEST));
                }
            }
        } else {
            GgufTokenizer tokenizer = GgufTokenizer.read(gguf);
            files.put("tokenizer.json", tokenizer.json().bytes());
            files.put("tokenizer_config.json", tokenizer.json().configuration(tokenizer.settings()));
        }
        return files;
    }
}
