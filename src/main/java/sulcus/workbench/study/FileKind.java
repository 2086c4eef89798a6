package sulcus.workbench.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import sulcus.study.Study;
import sulcus.task.Refusal;
import sulcus.text.Corpus;

/** What a file or folder is that was dropped on the window or named at the start. */
public enum FileKind {
    STUDY,
    MODEL,
    TEXT;

    /**
     * Looks at names only; what is inside is checked when it is opened. A folder that is nothing else is one of texts.
     *
     * @throws Refusal if it is none of the three
     */
    public static FileKind of(Path path) {
        if (!Files.exists(path)) {
            throw new Refusal(path + ": there is no such file or folder");
        }
        String name = path.toAbsolutePath().getFileName().toString().toLowerCase(Locale.ROOT);
        if (Files.isDirectory(path)) {
            if (Study.isStudy(path)) {
                return STUDY;
            }
            if (Files.exists(path.resolve("config.json"))) {
                return MODEL;
            }
            return TEXT;
        }
        if (name.equals("study.json")) {
            return STUDY;
        }
        if (name.endsWith(".gguf") || name.endsWith(".safetensors") || name.equals("config.json")) {
            return MODEL;
        }
        if (name.matches("sha256-[0-9a-f]{64}")) {
            // what Ollama calls a model's file
            return MODEL;
        }
        if (Corpus.isText(path)) {
            return TEXT;
        }
        throw new Refusal(path + ": is no model (folder, .gguf), no text (.txt, .jsonl, .parquet) and no study;"
                + " drop one of these");
    }

    /** What is opened for it: the folder of a file that stands for its folder. */
    public Path place(Path path) {
        boolean file = !Files.isDirectory(path);
        String name = path.toAbsolutePath().getFileName().toString().toLowerCase(Locale.ROOT);
        boolean part = name.equals("study.json") || name.equals("config.json") || name.endsWith(".safetensors");
        return file && part ? path.toAbsolutePath().getParent() : path;
    }
}
