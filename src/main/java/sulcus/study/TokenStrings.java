package sulcus.study;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import sulcus.task.Refusal;
import sulcus.text.Tokenizer;

/** What the tokens of a study look like. */
public final class TokenStrings {
    private TokenStrings() {}

    /**
     * The text of each calibration token of a group, as the model's own tokenizer writes it; where the model is not there any
     * more, its number, such as "#123".
     */
    public static String[] of(Study study, int group) {
        int[] ids = study.text(group).ids();
        Map<Integer, String> known = new HashMap<>();
        if (study.document().model().path() != null) {
            read(study.modelPath(), ids, known);
        }
        String[] texts = new String[ids.length];
        for (int i = 0; i < ids.length; i++) {
            texts[i] = known.getOrDefault(ids[i], "#" + ids[i]);
        }
        return texts;
    }

    private static void read(Path model, int[] ids, Map<Integer, String> known) {
        try (Tokenizer tokenizer = Tokenizer.open(model)) {
            for (int id : ids) {
                if (id >= 0 && !known.containsKey(id)) {
                    known.put(id, tokenizer.decode(new int[] {id}));
                }
            }
        } catch (Refusal e) {
            // the study is complete without its model: numbers stand in for what only the model knows
            known.clear();
        }
    }
}
