package sulcus.study;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import sulcus.evaluate.LayerLosses;
import sulcus.evaluate.Perplexity;
import sulcus.model.Model;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.prune.score.Allocation;
import sulcus.prune.score.Score;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Corpus;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;

/**
 * Measures how the loss answers when shares of each layer's neurons alone are removed, when the same shares of all layers but
 * the protected ones are removed together, and, if asked for, when each network alone falls silent. Kept in the study.
 *
 * @param study with its model
 * @param text to predict
 * @param field of .jsonl and .parquet; null for "text"
 * @param method in whose order neurons go, the lowest first
 * @param shares of a layer's neurons, ascending, above 0 and below 1
 * @param window tokens; 0 for {@value MeasurePerplexity#WINDOW}, or the model's positions if it has fewer
 * @param maximumTokens −1 for all
 * @param networkTokens on how many the networks are silenced, rounded down to whole windows; {@link #ONE_WINDOW}; or
 *     {@link #NO_NETWORKS}
 */
public record MeasureSensitivity(
        Study study,
        TextFiles text,
        String field,
        Score method,
        List<Double> shares,
        int window,
        long maximumTokens,
        long networkTokens,
        Device device) {
    /** Usual shares: little is often removed from a layer, and a curve is steepest where much is. */
    public static final List<Double> SHARES = List.of(0.1, 0.25, 0.5, 0.75);

    /** Usual tokens. */
    public static final long TOKENS = 2048;

    /** For {@code networkTokens}: networks are left out. */
    public static final long NO_NETWORKS = 0;

    /** For {@code networkTokens}: as many as a window has. */
    public static final long ONE_WINDOW = -1;

    /** Measures, and writes it into the study. */
    public Sensitivity run(Progress progress) {
        double[] ascending = shares.stream().mapToDouble(s -> s).sorted().toArray();
        if (ascending.length == 0 || !Sensitivity.ascending(ascending)) {
            throw new Refusal("shares " + shares + ": each lies between 0 and 1, both excluded, and none comes twice;"
                    + " give 0.25,0.5,0.75");
        }
        try (Model model = Model.open(study.modelPath())) {
            PruneModel.sameModel(study, model);
            int positions = model.description().maximumPositions();
            int width = window > 0 ? window : Math.min(MeasurePerplexity.WINDOW, positions);
            if (width > positions) {
                throw new Refusal(
                        "window " + width + ": the model was made for " + positions + " tokens; give a smaller window");
            }
            int[] tokens;
            try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
                tokens = tokenizer.encode(Corpus.read(text, field).whole());
            }
            float[][] scores = scores(model, progress.part(0, 0.1));
            try (Runner runner = Runner.open(model, device)) {
                Sensitivity found = measure(runner, scores, ascending, tokens, width, progress.part(0.1, 1));
                found.write(study);
                return found;
            }
        }
    }

    private float[][] scores(Model model, Progress progress) {
        MethodScores.Basis basis = MethodScores.Basis.of(study, model, 0, true);
        return MethodScores.of(study, List.of(method), basis, device, progress).get(method);
    }

    private Sensitivity measure(
            Runner runner, float[][] scores, double[] ascending, int[] tokens, int width, Progress progress) {
        double alone = networkTokens == NO_NETWORKS ? 0.9 : 0.3;
        Set<Integer> whole = new TreeSet<>(study.rules().protectedLayers());
        LayerLosses layers = LayerLosses.measure(
                runner,
                layer -> scores[layer] == null
                        ? List.of()
                        : Arrays.stream(ascending)
                                .mapToObj(share -> without(scores[layer], share))
                                .toList(),
                tokens,
                width,
                maximumTokens,
                progress.part(0, alone));
        double[][] added = layers.added();
        for (int layer = 0; layer < added.length; layer++) {
            added[layer] = scores[layer] == null ? null : added[layer];
        }
        double[] together = new double[ascending.length];
        for (int i = 0; i < together.length; i++) {
            float[][] factor = new float[scores.length][];
            for (int layer = 0; layer < factor.length; layer++) {
                factor[layer] =
                        scores[layer] == null || whole.contains(layer) ? null : without(scores[layer], ascending[i]);
            }
            together[i] = Perplexity.measure(
                                    runner,
                                    new Gates(factor, null),
                                    tokens,
                                    width,
                                    maximumTokens,
                                    progress.part(
                                            alone + 0.1 * i / together.length, alone + 0.1 * (i + 1) / together.length))
                            .meanLoss()
                    - layers.denseLoss();
        }
        long[] networkCount = {0};
        List<Sensitivity.Silenced> networks = networkTokens == NO_NETWORKS
                ? List.of()
                : networks(runner, tokens, width, networkCount, progress.part(alone + 0.1, 1));
        return new Sensitivity(
                method.label(),
                text.name(),
                text.sha256(Progress.NONE),
                width,
                layers.windows(),
                layers.tokens(),
                layers.denseLoss(),
                ascending,
                added,
                whole.stream().mapToInt(l -> l).toArray(),
                together,
                networkCount[0],
                networks,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private List<Sensitivity.Silenced> networks(
            Runner runner, int[] tokens, int width, long[] count, Progress progress) {
        LayerLosses silent = LayerLosses.measure(
                runner,
                layer -> networks(layer).stream().map(id -> silence(id)).toList(),
                tokens,
                width,
                networkTokens == ONE_WINDOW ? width : networkTokens,
                progress);
        count[0] = silent.tokens();
        List<Sensitivity.Silenced> found = new ArrayList<>();
        for (int layer = 0; layer < study.layers(); layer++) {
            List<NetworkId> ids = networks(layer);
            for (int k = 0; k < ids.size(); k++) {
                found.add(new Sensitivity.Silenced(
                        ids.get(k).toString(),
                        layer,
                        study.keyNeurons(ids.get(k), Rules.KEY_NEURON).length,
                        silent.added()[layer][k]));
            }
        }
        return List.copyOf(found);
    }

    private List<NetworkId> networks(int layer) {
        List<NetworkId> ids = new ArrayList<>();
        for (int group = 0; group < study.groups(); group++) {
            for (int k = 0; k < study.components(layer, group); k++) {
                ids.add(new NetworkId(layer, group, k));
            }
        }
        return ids;
    }

    private float[] silence(NetworkId id) {
        float[] factor = new float[study.neurons(id.layer())];
        Arrays.fill(factor, 1);
        for (int j : study.keyNeurons(id, Rules.KEY_NEURON)) {
            factor[j] = 0;
        }
        return factor;
    }

    /** Zero for the lowest scores, of equal ones the first neuron's: as the planner cuts. At least one neuron stays. */
    static float[] without(float[] scores, double share) {
        long removed = Math.min(Math.round(share * scores.length), scores.length - 1L);
        float[] standing = Allocation.SAME_SHARE.apply(new float[][] {scores})[0];
        float[] factor = new float[scores.length];
        for (int j = 0; j < factor.length; j++) {
            factor[j] = Math.round(standing[j] * (double) scores.length) < removed ? 0 : 1;
        }
        return factor;
    }
}
