package sulcus.figure;

import java.util.List;
import java.util.stream.Collectors;
import sulcus.study.Comparison;
import sulcus.study.MeasuredText;
import sulcus.study.Overlap;
import sulcus.study.Study;
import sulcus.study.Tried;
import sulcus.task.Refusal;

/**
 * What of a study is compared in a figure.
 *
 * @param on name of what was predicted, or its beginning; null for what came last
 */
public record CompareChoice(String on, CompareSight sight) {
    static final CompareChoice LAST = new CompareChoice(null, CompareSight.START);

    /** @throws Refusal where nothing of it was measured */
    CompareData data(Study study) {
        List<MeasuredText> texts = Comparison.texts(study, List.of());
        if (texts.isEmpty()) {
            throw new Refusal(study.folder() + ": no setting was measured in it yet; run sulcus compare, or move the"
                    + " threshold in the workbench and let its perplexity be measured");
        }
        MeasuredText shown = on == null
                ? texts.getLast()
                : texts.stream()
                        .filter(t -> t.name().startsWith(on))
                        .reduce((older, newer) -> newer)
                        .orElseThrow(() -> new Refusal("--measured-on " + on + ": nothing was measured on it; there is "
                                + texts.stream().map(MeasuredText::name).collect(Collectors.joining("; "))));
        Comparison comparison = Comparison.of(study, List.of(), shown);
        CompareData data = CompareData.of(study, comparison, sight);
        List<Tried> settings = comparison.settings();
        return switch (sight.panel()) {
            case NONE -> data;
            case SETTINGS -> {
                if (settings.size() < 2) {
                    throw new Refusal(study.folder() + ": fewer than two settings are known with what they preserve;"
                            + " leave --panel settings away");
                }
                yield data.beside(CompareData.Maps.of(study, settings.get(settings.size() - 2), settings.getLast()));
            }
            case OVERLAP ->
                data.beside(Overlap.of(
                        study, study.footprint().neuronsRemoved(study.planner().kept(study.rules()))));
        };
    }
}
