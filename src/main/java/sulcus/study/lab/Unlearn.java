package sulcus.study.lab;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import sulcus.evaluate.LossByKind;
import sulcus.evaluate.LossByKind.Labelled;
import sulcus.format.Sha256;
import sulcus.model.Model;
import sulcus.prune.score.Importance;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.study.Lines;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Unlearning by selective pruning (Pochinkov and Schoots, arXiv 2403.01267): step by step the neurons that do most on one text and
 * least on another are silenced, and both are measured again on what is left. Nothing but gates is laid into the model. Steps are
 * appended to a file, so that what was cancelled goes on where it stopped, and any step can be gone back to.
 *
 * @param texts on which neurons are judged
 * @param heldOut on which losses are measured; of the same kinds
 * @param study whose networks are silenced whole; null silences single neurons
 * @param keyThreshold |z| above which a neuron is a key neuron of a network; not looked at without a study
 * @param step share of all neurons silenced at a time, in (0, 1)
 * @param steps at most
 * @param factor stops after the step at which the perplexity of what is to be kept has grown by more; infinity for never
 * @param random trajectories of neurons drawn at random, as many in each layer as were silenced
 * @param protectedLayers in which nothing is silenced
 * @param mostTexts of each kind; −1 for all
 * @param mostTokens of each text
 * @param file of lines of JSON, one a step
 */
public record Unlearn(
        Path model,
        UnlearnTexts texts,
        UnlearnTexts heldOut,
        Importance importance,
        double epsilon,
        Path study,
        float keyThreshold,
        double step,
        int steps,
        double factor,
        int random,
        long seed,
        Set<Integer> protectedLayers,
        int mostTexts,
        int mostTokens,
        Device device,
        Path file) {
    /** ε of the paper for neurons of feed-forward layers. */
    public static final double EPSILON = 1e-3;

    /**
     * One step; the first, 0, is the untouched model.
     *
     * @param key of the settings
     * @param forget the kind that is to be forgotten
     * @param silenced [layer]: numbers of the neurons that this step silenced
     * @param neurons silenced up to here
     * @param loss nats a token, by kind
     * @param tokens predicted, by kind
     * @param random losses of the trajectories drawn at random
     */
    public record Step(
            String key,
            int step,
            String forget,
            int[][] silenced,
            int neurons,
            Map<String, Double> loss,
            Map<String, Long> tokens,
            List<Map<String, Double>> random) {
        /** Mean loss over the tokens of what is to be kept. */
        public double retained() {
            return retained(loss);
        }

        /** The same of other losses on the same texts. */
        public double retained(Map<String, Double> losses) {
            double sum = 0;
            long count = 0;
            for (Map.Entry<String, Double> kind : losses.entrySet()) {
                if (!kind.getKey().equals(forget)) {
                    sum += kind.getValue() * tokens.get(kind.getKey());
                    count += tokens.get(kind.getKey());
                }
            }
            return sum / count;
        }
    }

    /**
     * All steps, those that were there from before included.
     *
     * @throws Refusal if the file holds steps of other settings, or a setting makes no sense
     */
    public List<Step> run(Progress progress) {
        check();
        progress.report("opening", 0);
        try (Model opened = Model.open(model)) {
            List<Labelled> judged = texts.read(opened, mostTexts, mostTokens, progress);
            List<Labelled> measured = heldOut.read(opened, mostTexts, mostTokens, progress);
            String key = key(judged, measured);
            Lines<Step> lines = new Lines<>(file, Step.class);
            List<Step> done = new ArrayList<>(lines.read());
            for (Step one : done) {
                if (!one.key().equals(key)) {
                    throw new Refusal(file + ": holds steps of other settings; name another file");
                }
            }
            if (!isOver(done)) {
                goOn(opened, judged, measured, key, lines, done, progress);
            }
            progress.report("unlearning", 1);
            return List.copyOf(done);
        }
    }

    private void check() {
        if (!(step > 0 && step < 1) || steps < 1 || random < 0 || !(factor > 1) || !(epsilon > 0)) {
            throw new Refusal(
                    "unlearning: a step is a share between 0 and 1, steps are 1 or more, draws 0 or more, the factor is"
                            + " above 1, epsilon above 0");
        }
    }

    private boolean isOver(List<Step> done) {
        return done.size() > steps
                || done.size() > 1
                        && done.getLast().retained() - done.getFirst().retained() > Math.log(factor);
    }

    private void goOn(
            Model opened,
            List<Labelled> judged,
            List<Labelled> measured,
            String key,
            Lines<Step> lines,
            List<Step> done,
            Progress progress) {
        int[] widths = opened.description().neurons();
        UnlearnUnits units = UnlearnUnits.of(study, keyThreshold, widths, protectedLayers);
        progress.report("reading the weights", 0.01);
        try (Runner runner = Runner.open(opened, device)) {
            if (done.isEmpty()) {
                LossByKind before = LossByKind.measure(runner, Gates.OPEN, measured, progress.part(0.02, 0.05));
                List<Map<String, Double>> same = new ArrayList<>();
                for (int d = 0; d < random; d++) {
                    same.add(before.loss());
                }
                put(
                        lines,
                        done,
                        new Step(key, 0, texts.forget(), none(widths), 0, before.loss(), before.tokens(), same));
            }
            Drawn[] draws = new Drawn[random];
            Arrays.setAll(draws, d -> new Drawn(widths, new Random(seed + d)));
            BitSet[] gone = empty(widths.length);
            for (Step one : done) {
                take(one.silenced(), gone, draws);
            }
            while (!isOver(done)) {
                double from = 0.05 + 0.95 * (done.size() - 1) / steps;
                Progress part = progress.part(from, from + 0.95 / steps);
                String words = "step " + done.size() + " of " + steps + ": ";
                int[][] next = units.next(
                        importances(runner, gates(widths, gone), judged, named(words, part.part(0, 0.4))), gone, step);
                if (Arrays.stream(next).allMatch(l -> l.length == 0)) {
                    return; // nothing is left to silence
                }
                take(next, gone, draws);
                double each = 0.6 / (1 + random);
                LossByKind after = LossByKind.measure(
                        runner, gates(widths, gone), measured, named(words, part.part(0.4, 0.4 + each)));
                List<Map<String, Double>> others = new ArrayList<>();
                for (int d = 0; d < random; d++) {
                    Progress own = named(words, part.part(0.4 + (d + 1) * each, 0.4 + (d + 2) * each));
                    others.add(LossByKind.measure(runner, gates(widths, draws[d].gone), measured, own)
                            .loss());
                }
                int count = Arrays.stream(gone).mapToInt(BitSet::cardinality).sum();
                put(
                        lines,
                        done,
                        new Step(key, done.size(), texts.forget(), next, count, after.loss(), after.tokens(), others));
            }
        }
    }

    private static void put(Lines<Step> lines, List<Step> done, Step next) {
        lines.append(next);
        done.add(next);
    }

    private static Progress named(String words, Progress progress) {
        return new Progress() {
            @Override
            public void report(String what, double fraction) {
                progress.report(words + what, fraction);
            }

            @Override
            public void check() {
                progress.check();
            }
        };
    }

    private static void take(int[][] silenced, BitSet[] gone, Drawn[] draws) {
        for (int layer = 0; layer < silenced.length; layer++) {
            for (int j : silenced[layer]) {
                gone[layer].set(j);
            }
            for (Drawn draw : draws) {
                draw.take(layer, silenced[layer].length);
            }
        }
    }

    /** Neurons drawn at random, ever more of them. */
    private static final class Drawn {
        private final int[][] order;
        private final int[] taken;
        private final BitSet[] gone;

        Drawn(int[] widths, Random random) {
            order = new int[widths.length][];
            taken = new int[widths.length];
            gone = empty(widths.length);
            for (int layer = 0; layer < widths.length; layer++) {
                int[] all = new int[widths[layer]];
                for (int i = 0; i < all.length; i++) {
                    int j = random.nextInt(i + 1);
                    all[i] = all[j];
                    all[j] = i;
                }
                order[layer] = all;
            }
        }

        void take(int layer, int count) {
            for (int i = 0; i < count; i++) {
                gone[layer].set(order[layer][taken[layer]++]);
            }
        }
    }

    /** Importances [forget, retain + ε][layer][neuron] in the model with the gates. */
    private double[][][] importances(Runner runner, Gates gates, List<Labelled> judged, Progress progress) {
        int[] widths = runner.model().description().neurons();
        Importance.Sums[][] sums = new Importance.Sums[2][widths.length];
        for (Importance.Sums[] side : sums) {
            Arrays.setAll(side, layer -> new Importance.Sums(widths[layer]));
        }
        for (int i = 0; i < judged.size(); i++) {
            progress.report("importances, text " + (i + 1), i / (double) judged.size());
            Importance.Sums[] side = sums[judged.get(i).kind().equals(texts.forget()) ? 0 : 1];
            runner.downInputs(judged.get(i).ids(), gates, (h, layer) -> side[layer].add(h));
        }
        double[][][] found = new double[2][widths.length][];
        for (int layer = 0; layer < widths.length; layer++) {
            found[0][layer] = sums[0][layer].of(importance);
            double[] retain = sums[1][layer].of(importance);
            found[1][layer] = Arrays.stream(retain).map(x -> x + epsilon).toArray();
        }
        return found;
    }

    private static Gates gates(int[] widths, BitSet[] gone) {
        float[][] factor = new float[widths.length][];
        for (int layer = 0; layer < widths.length; layer++) {
            if (!gone[layer].isEmpty()) {
                float[] ones = new float[widths[layer]];
                Arrays.fill(ones, 1);
                gone[layer].stream().forEach(j -> ones[j] = 0);
                factor[layer] = ones;
            }
        }
        return new Gates(factor, null);
    }

    private static BitSet[] empty(int layers) {
        BitSet[] sets = new BitSet[layers];
        Arrays.setAll(sets, layer -> new BitSet());
        return sets;
    }

    private static int[][] none(int[] widths) {
        return new int[widths.length][0];
    }

    /** Everything but the number of steps and the stop that decides a step. */
    private String key(List<Labelled> judged, List<Labelled> measured) {
        StringBuilder all = new StringBuilder();
        all.append(model.toAbsolutePath()).append(importance).append(epsilon).append(' ');
        all.append(texts.label()).append('=').append(texts.forget()).append(' ');
        all.append(study == null ? "" : study.toAbsolutePath() + ":" + keyThreshold);
        all.append(step)
                .append(' ')
                .append(random)
                .append(' ')
                .append(seed)
                .append(device)
                .append(protectedLayers);
        for (List<Labelled> texts : List.of(judged, measured)) {
            for (Labelled one : texts) {
                all.append(one.kind()).append(Arrays.hashCode(one.ids()));
            }
        }
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    /**
     * Steps of a file that was written by this.
     *
     * @throws Refusal if there are none
     */
    public static List<Step> read(Path file) {
        List<Step> steps = new Lines<>(file, Step.class).read();
        if (steps.isEmpty()) {
            throw new Refusal(file + ": has no steps; make some with sulcus unlearn");
        }
        return steps;
    }

    /**
     * What is left at a step, [layer] a set of neurons.
     *
     * @param at number of the step
     * @throws Refusal if it is not there
     */
    public static BitSet[] preserved(List<Step> steps, int at, int[] widths) {
        if (at < 0 || at >= steps.size()) {
            throw new Refusal("step " + at + ": there are steps 0 to " + (steps.size() - 1));
        }
        BitSet[] left = empty(widths.length);
        for (int layer = 0; layer < widths.length; layer++) {
            left[layer].set(0, widths[layer]);
        }
        for (Step one : steps.subList(0, at + 1)) {
            if (one.silenced().length != widths.length) {
                throw new Refusal("step " + one.step() + ": is of a model of " + one.silenced().length + " layers, not "
                        + widths.length);
            }
            for (int layer = 0; layer < widths.length; layer++) {
                for (int j : one.silenced()[layer]) {
                    left[layer].clear(j);
                }
            }
        }
        return left;
    }

    /** Perplexities by kind. */
    public static Map<String, Double> perplexities(Map<String, Double> losses) {
        Map<String, Double> all = new TreeMap<>();
        losses.forEach((kind, loss) -> all.put(kind, Math.exp(loss)));
        return all;
    }
}
