package sulcus.evaluate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Mean loss of documents by their kind. Every document is run alone; its first token is not predicted.
 *
 * @param loss mean of −log p (nats) over the predicted tokens of all documents of a kind; kinds in alphabetical order
 * @param tokens predicted, by kind
 */
public record LossByKind(Map<String, Double> loss, Map<String, Long> tokens) {
    /**
     * A document of a kind.
     *
     * @param ids at least two tokens
     */
    public record Labelled(String kind, int[] ids) {}

    /** Measures it. */
    public static LossByKind measure(Runner runner, Gates gates, List<Labelled> documents, Progress progress) {
        Map<String, Double> sums = new TreeMap<>();
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < documents.size(); i++) {
            progress.report("text " + (i + 1) + " of " + documents.size(), i / (double) documents.size());
            Labelled document = documents.get(i);
            if (document.ids().length < 2) {
                throw new Refusal("text " + (i + 1) + ": has " + document.ids().length
                        + " tokens; nothing is predicted in it: leave it out");
            }
            double sum = 0;
            for (float loss : runner.losses(document.ids(), gates)) {
                sum += loss;
            }
            sums.merge(document.kind(), sum, Double::sum);
            counts.merge(document.kind(), document.ids().length - 1L, Long::sum);
        }
        progress.report("losses by kind", 1);
        sums.replaceAll((kind, sum) -> sum / counts.get(kind));
        return new LossByKind(sums, counts);
    }
}
