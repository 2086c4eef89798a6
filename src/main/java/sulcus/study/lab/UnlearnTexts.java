package sulcus.study.lab;

import java.util.ArrayList;
import java.util.List;
import sulcus.evaluate.LossByKind.Labelled;
import sulcus.model.Model;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/**
 * What is to be forgotten and what is to be kept: texts of one file by a label, or two files.
 *
 * @param text all texts, or those to be forgotten
 * @param retain those to be kept; null where a label tells
 * @param field of .jsonl and .parquet; null for "text"
 * @param label whose value tells; null with two files, whose kinds are "forget" and "retain"
 * @param forget the value of the texts to be forgotten
 */
public record UnlearnTexts(TextFiles text, TextFiles retain, String field, String label, String forget) {
    /** By a label. */
    public static UnlearnTexts labelled(TextFiles text, String field, String label, String forget) {
        return new UnlearnTexts(text, null, field, label, forget);
    }

    /** Two files. */
    public static UnlearnTexts of(TextFiles forget, TextFiles retain, String field) {
        return new UnlearnTexts(forget, retain, field, null, "forget");
    }

    /**
     * @param mostTexts of each kind; −1 for all
     * @param mostTokens of each text
     * @throws Refusal if nothing is to be forgotten, or nothing to be kept
     */
    List<Labelled> read(Model model, int mostTexts, int mostTokens, Progress progress) {
        List<Labelled> all = new ArrayList<>();
        if (label != null) {
            all.addAll(LabelledTexts.read(model, text, field, label, mostTexts, mostTokens, progress));
        } else {
            for (Labelled one : LabelledTexts.read(model, text, field, null, mostTexts, mostTokens, progress)) {
                all.add(new Labelled("forget", one.ids()));
            }
            for (Labelled one : LabelledTexts.read(model, retain, field, null, mostTexts, mostTokens, progress)) {
                all.add(new Labelled("retain", one.ids()));
            }
        }
        long gone = all.stream().filter(d -> d.kind().equals(forget)).count();
        if (gone == 0 || gone == all.size()) {
            throw new Refusal(text + ": "
                    + (gone == 0
                            ? "no text has " + label + " \"" + forget + "\"; there are "
                                    + String.join(
                                            ", ",
                                            all.stream()
                                                    .map(Labelled::kind)
                                                    .distinct()
                                                    .sorted()
                                                    .toList())
                            : "all texts are to be forgotten; some must be there that are to be kept"));
        }
        return all;
    }
}
