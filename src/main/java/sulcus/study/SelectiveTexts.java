package sulcus.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import sulcus.model.Model;
import sulcus.prune.score.ScoreSelective;
import sulcus.prune.score.Selective;
import sulcus.run.Device;
import sulcus.task.Refusal;

/** A study's texts of one kind, and all others. */
record SelectiveTexts(List<int[]> forget, List<int[]> retain) {
    /** More values than this are no kinds of text. */
    private static final int MOST_KINDS = 24;

    /** @throws Refusal if no text is of the kind, or all are */
    static SelectiveTexts of(Study study, Selective which) {
        List<int[]> forget = new ArrayList<>();
        List<int[]> retain = new ArrayList<>();
        for (int g = 0; g < study.groups(); g++) {
            StudyText text = study.text(g);
            List<int[]> sequences = text.sequences();
            for (int i = 0; i < text.texts().size(); i++) {
                boolean gone = which.value().equals(text.texts().get(i).labels().get(which.field()));
                (gone ? forget : retain).add(sequences.get(i));
            }
        }
        if (forget.isEmpty() || retain.isEmpty()) {
            throw new Refusal(study.folder() + ": method " + which.label() + ": "
                    + (forget.isEmpty() ? "no text of the study is" : "all texts of the study are") + " of that kind");
        }
        return new SelectiveTexts(forget, retain);
    }

    ScoreSelective score(Model model, Device device) {
        return new ScoreSelective(model, forget, retain, device);
    }

    /** Values of each label that tells kinds of text: those with more than one value, each on more than one text. */
    static Map<String, List<String>> kinds(Study study) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        int texts = 0;
        for (int g = 0; g < study.groups(); g++) {
            for (StudyText.Text one : study.text(g).texts()) {
                texts++;
                one.labels()
                        .forEach((label, value) -> counts.computeIfAbsent(label, l -> new TreeMap<>())
                                .merge(value, 1, Integer::sum));
            }
        }
        Map<String, List<String>> kinds = new TreeMap<>();
        int all = texts;
        counts.forEach((label, values) -> {
            boolean some = values.size() > 1 && values.size() <= MOST_KINDS && values.size() * 2 <= all;
            if (some && values.values().stream().mapToInt(Integer::intValue).sum() == all) {
                kinds.put(label, List.copyOf(new TreeSet<>(values.keySet())));
            }
        });
        return kinds;
    }
}
