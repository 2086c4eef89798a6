package sulcus.study;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sulcus.model.Model;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Corpus;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;

/**
 * What a model is trained on and what its training is watched by.
 *
 * @param training token ids, at least a window
 * @param validation windows that are not trained on
 * @param record names and hashes
 */
record RecoveryTexts(int[] training, int[][] validation, Map<String, Object> record) {
    /** 16 windows of 256 tokens cost as much as some five steps. */
    private static final int MOST_WINDOWS = 16;

    /** Without a text for validation, this share of the training text is held out, its end. */
    private static final int HELD_OUT = 20;

    /** @param validation null: the end of the training text is held out */
    static RecoveryTexts read(
            Model model, TextFiles text, TextFiles validation, String field, int window, Progress progress) {
        int[] tokens;
        int[] watched = null;
        Map<String, Object> record = new LinkedHashMap<>();
        Map<String, Object> trained = file(text, progress);
        record.put("text", trained);
        try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
            tokens = tokenizer.encode(Corpus.read(text, field).whole());
            progress.check();
            if (validation != null) {
                Map<String, Object> file = file(validation, progress);
                Set<Object> known = hashes(trained).collect(Collectors.toSet());
                if (hashes(file).anyMatch(known::contains)) {
                    throw new Refusal(validation + ": is the training text; validate on another text");
                }
                record.put("validation", file);
                watched = tokenizer.encode(Corpus.read(validation, field).whole());
            }
        }
        if (watched == null) {
            int windows = Math.clamp(tokens.length / window / HELD_OUT, 1, MOST_WINDOWS);
            int from = tokens.length - windows * window;
            if (from < window) {
                throw new Refusal(text + ": has " + tokens.length + " tokens, fewer than two windows of " + window
                        + "; give a longer text or a smaller window");
            }
            record.put("validation", "the last " + windows * window + " tokens of the text, not trained on");
            watched = Arrays.copyOfRange(tokens, from, tokens.length);
            tokens = Arrays.copyOf(tokens, from);
        }
        return new RecoveryTexts(
                enough(text, tokens, window), windows(enough(validation, watched, window), window), record);
    }

    private static int[] enough(TextFiles text, int[] tokens, int window) {
        if (tokens.length < window) {
            throw new Refusal(text + ": has " + tokens.length + " tokens, fewer than one window of " + window
                    + "; give a longer text or a smaller window");
        }
        return tokens;
    }

    /** Spread evenly over the text. */
    private static int[][] windows(int[] tokens, int window) {
        int all = tokens.length / window;
        int[][] windows = new int[Math.min(MOST_WINDOWS, all)][];
        for (int i = 0; i < windows.length; i++) {
            int from = (int) ((long) i * all / windows.length) * window;
            windows[i] = Arrays.copyOfRange(tokens, from, from + window);
        }
        return windows;
    }

    private static Map<String, Object> file(TextFiles text, Progress progress) {
        Corpus.read(text, null);
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("name", text.name());
        file.put("sha256", text.sha256(progress));
        if (text.places().size() > 1) {
            file.put(
                    "of",
                    text.places().stream()
                            .map(place -> file(TextFiles.of(place), progress))
                            .toList());
        }
        return file;
    }

    /** The hashes of all places of what {@link #file} says. */
    private static Stream<Object> hashes(Map<String, Object> file) {
        return file.get("of") instanceof List<?> many
                ? many.stream().map(one -> ((Map<?, ?>) one).get("sha256"))
                : Stream.of(file.get("sha256"));
    }
}
