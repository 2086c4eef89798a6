package sulcus.study;

import java.nio.file.Path;
import java.util.List;
import sulcus.evaluate.MultipleChoice;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.ChoiceItem;
import sulcus.text.Tokenizer;

/**
 * Accuracy of a model on multiple-choice items.
 *
 * @param model as for {@link Model#open}
 * @param tasks .jsonl, see {@link ChoiceItem}
 * @param delimiter between context and choice; "" for none
 * @param most only the first so many items; −1 for all
 * @param window ids that the model sees at once; 0 for all positions it has
 * @param interventions what is done to neurons meanwhile
 */
public record MeasureChoices(
        Path model,
        Path tasks,
        String delimiter,
        int most,
        int window,
        List<Intervention> interventions,
        Device device) {

    public MultipleChoice run(Progress progress) {
        progress.report("opening", 0);
        List<ChoiceItem> all = ChoiceItem.read(tasks);
        List<ChoiceItem> items = most < 0 ? all : all.subList(0, Math.min(most, all.size()));
        try (Model opened = Model.open(model);
                Tokenizer tokenizer = Tokenizer.open(opened.source())) {
            int positions = opened.description().maximumPositions();
            if (window > positions) {
                throw new Refusal("window " + window + ": the model was made for " + positions
                        + " tokens; give a smaller window");
            }
            progress.report("reading the weights", 0.01);
            try (Runner runner = Runner.open(opened, device)) {
                int width = window > 0 ? window : positions;
                return MultipleChoice.measure(
                        runner,
                        Interventions.of(opened.description(), interventions).gates(opened),
                        tokenizer,
                        items,
                        delimiter,
                        width,
                        progress.part(0.03, 1));
            }
        }
    }
}
