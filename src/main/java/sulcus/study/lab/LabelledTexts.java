package sulcus.study.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sulcus.evaluate.LossByKind.Labelled;
import sulcus.model.Model;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Corpus;
import sulcus.text.Document;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;

/** Texts as tokens, with the kind of each. */
final class LabelledTexts {
    private LabelledTexts() {}

    /**
     * @param field of .jsonl and .parquet; null for "text"
     * @param label whose values are the kinds; null takes all texts as one kind, "all"
     * @param mostTexts of each kind, the first; −1 for all
     * @param mostTokens of each text, the first
     * @throws Refusal if a text lacks the label, or none has two tokens
     */
    static List<Labelled> read(
            Model model, TextFiles text, String field, String label, int mostTexts, int mostTokens, Progress progress) {
        return read(model, text, field, label, mostTexts, 2, mostTokens, progress);
    }

    /** @param leastTokens shorter texts are left out */
    static List<Labelled> read(
            Model model,
            TextFiles text,
            String field,
            String label,
            int mostTexts,
            int leastTokens,
            int mostTokens,
            Progress progress) {
        List<Labelled> documents = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        int most = Math.min(mostTokens, model.description().maximumPositions());
        try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
            for (Document document : Corpus.read(text, field).documents()) {
                progress.check();
                String kind = label == null ? "all" : document.labels().get(label);
                if (kind == null) {
                    throw new Refusal(text + ": a text has no label \"" + label + "\""
                            + (document.labels().isEmpty()
                                    ? "; labels are the other fields of a .jsonl or .parquet file"
                                    : "; it has "
                                            + String.join(
                                                    ", ", document.labels().keySet())));
                }
                if (mostTexts >= 0 && counts.getOrDefault(kind, 0) >= mostTexts) {
                    continue;
                }
                int[] ids = tokenizer.encode(document.text());
                if (Math.min(ids.length, most) >= leastTokens) {
                    documents.add(new Labelled(kind, ids.length > most ? Arrays.copyOf(ids, most) : ids));
                    counts.merge(kind, 1, Integer::sum);
                }
            }
        }
        if (documents.isEmpty()) {
            throw new Refusal(text + ": has no text of " + leastTokens + " tokens or more among the first " + most
                    + " of each; nothing can be measured");
        }
        return documents;
    }

    /** The kinds there are, in alphabetical order. */
    static List<String> kinds(List<Labelled> texts) {
        return texts.stream().map(Labelled::kind).distinct().sorted().toList();
    }
}
