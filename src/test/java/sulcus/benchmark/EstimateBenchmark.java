package sulcus.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import sulcus.evaluate.Perplexity;
import sulcus.model.Model;
import sulcus.prune.Footprint;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Pruning;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.study.Sensitivity;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.text.Corpus;
import sulcus.text.Tokenizer;

/**
 * How far the perplexity that is estimated while the cut is moved lies from the one that is measured, over random settings: a
 * ratio of 5 to 50 % of the neurons, up to five layers with thresholds of their own, the usual protected layers or some more
 * or fewer.
 *
 * <p>Arguments: a study with a sensitivity, the text to predict, window, tokens, settings, seed.
 */
public final class EstimateBenchmark {
    private EstimateBenchmark() {}

    /** A setting and what it came to. */
    private record Setting(String name, int[] kept, double removed, double perplexity) {}

    public static void main(String[] a) {
        Path folder = Path.of(a[0]);
        int window = Integer.parseInt(a[2]);
        long maximum = Long.parseLong(a[3]);
        int count = a.length > 4 ? Integer.parseInt(a[4]) : 30;
        Random random = new Random(a.length > 5 ? Long.parseLong(a[5]) : 1);
        try (Study study = Study.open(folder);
                Model model = Model.open(study.modelPath());
                Runner runner = Runner.open(model, Device.CPU)) {
            int[] tokens;
            try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
                tokens = tokenizer.encode(Corpus.read(Path.of(a[1]), null).whole());
            }
            Sensitivity sensitivity = Sensitivity.read(study, "functional-networks");
            double dense = Perplexity.measure(runner, Gates.OPEN, tokens, window, maximum, Progress.NONE)
                    .perplexity();
            System.out.printf(Locale.ROOT, "dense %.4f%n", dense);
            Planner planner = study.planner();
            List<Setting> settings = new ArrayList<>();
            for (double ratio : new double[] {0.1, 0.2, 0.3, 0.4, 0.5}) {
                Rules rules = Rules.defaults(study.layers()).withTarget(new Target.Neurons(ratio));
                settings.add(measured("ladder " + ratio, runner, study, planner.plan(rules), tokens, window, maximum));
            }
            for (int i = 0; i < count; i++) {
                settings.add(measured(
                        "random " + i, runner, study, planner.plan(random(study, random)), tokens, window, maximum));
            }
            for (Setting s : settings) {
                System.out.printf(
                        Locale.ROOT,
                        "%s\t%.5f\t%.5f\t%.5f\t%s%n",
                        s.name(),
                        s.removed(),
                        sensitivity.curves().sum(s.kept(), study.footprint().neurons()),
                        s.perplexity(),
                        Arrays.toString(s.kept()));
            }
        }
    }

    private static Setting measured(
            String name, Runner runner, Study study, Plan plan, int[] tokens, int window, long maximum) {
        Footprint footprint = study.footprint();
        double perplexity = Perplexity.measure(runner, Pruning.of(plan).gates(), tokens, window, maximum, Progress.NONE)
                .perplexity();
        return new Setting(name, plan.kept(), footprint.neuronsRemoved(plan.kept()), perplexity);
    }

    /** Rules that can be followed: what the layers' own thresholds remove may be too much for a ratio. */
    private static Rules random(Study study, Random random) {
        int layers = study.layers();
        Set<Integer> whole = new TreeSet<>(Rules.protectedByDefault(layers));
        for (int i = random.nextInt(3); i > 0; i--) {
            int layer = random.nextInt(layers);
            if (!whole.remove(layer)) {
                whole.add(layer);
            }
        }
        Rules rules = Rules.defaults(layers).withProtectedLayers(whole);
        for (int i = random.nextInt(6); i > 0; i--) {
            int layer = random.nextInt(layers);
            float[] sorted = study.scores()[layer].clone();
            Arrays.sort(sorted);
            rules = rules.withLayerThreshold(layer, sorted[(int) (random.nextDouble() * 0.7 * sorted.length)]);
        }
        double own = 1;
        double most = 0;
        double ratio = 0;
        Planner planner = study.planner();
        own = study.footprint().neuronsRemoved(planner.kept(rules.withTarget(new Target.Threshold(0))));
        most = planner.largest(rules).neurons();
        ratio = 0.05 + 0.45 * random.nextDouble();
        return rules.withTarget(new Target.Neurons(Math.clamp(ratio, own, Math.max(own, most - 1e-6))));
    }
}
