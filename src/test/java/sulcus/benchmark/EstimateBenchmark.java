package sulcus.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import sulcus.evaluate.LossEstimate;
import sulcus.evaluate.Perplexity;
import sulcus.model.Model;
import sulcus.prune.Compensation;
import sulcus.prune.Footprint;
import sulcus.prune.LossCurves;
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
import sulcus.workbench.preserve.Estimate;

/**
 * How far the perplexity that is estimated while the cut is moved lies from the one that is measured, over random settings: a
 * ratio of 5 to 50 % of the neurons, up to five layers with thresholds of their own, the usual protected layers or some more
 * or fewer. Prints a line a setting (share of neurons removed, sum of the layers' losses, perplexity, kept neurons) and then the
 * errors of each way to estimate.
 *
 * <p>Arguments: a study with a sensitivity, the text to predict, window, tokens, settings, seed.
 */
public final class EstimateBenchmark {
    private EstimateBenchmark() {}

    /** A setting and what it came to. */
    private record Setting(String name, int[] kept, double removed, double perplexity) {
        String line(LossCurves curves, Study study) {
            return String.format(
                    Locale.ROOT,
                    "%s\t%.5f\t%.5f\t%.5f\t%s",
                    name,
                    removed,
                    curves.sum(kept, study.footprint().neurons()),
                    perplexity,
                    Arrays.toString(kept));
        }
    }

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
            double dense = Perplexity.measure(runner, Gates.OPEN, tokens, window, maximum, Progress.NONE)
                    .perplexity();
            Planner planner = study.planner();
            List<Setting> ladder = new ArrayList<>();
            for (double ratio : new double[] {0.1, 0.2, 0.3, 0.4, 0.5}) {
                Rules rules = Rules.defaults(study.layers()).withTarget(new Target.Neurons(ratio));
                ladder.add(measured("usual rules", runner, study, planner.plan(rules), tokens, window, maximum));
            }
            List<Setting> settings = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                settings.add(measured(
                        "random " + i, runner, study, planner.plan(random(study, random)), tokens, window, maximum));
            }
            table(study, dense, ladder, settings);
        }
    }

    private static void table(Study study, double dense, List<Setting> ladder, List<Setting> settings) {
        Sensitivity sensitivity = Sensitivity.ofNetworks(study);
        LossCurves curves = sensitivity.curves();
        List<LossEstimate.Point> together = new ArrayList<>();
        for (int i = 0; i < sensitivity.shares().length; i++) {
            together.add(LossEstimate.Point.together(
                    sensitivity.alone(i), sensitivity.together()[i]));
        }
        System.out.printf(Locale.ROOT, "dense %.4f%n", dense);
        for (Setting s : ladder) {
            System.out.println(s.line(curves, study));
        }
        for (Setting s : settings) {
            System.out.println(s.line(curves, study));
        }
        List<Estimate.Point> nothing = List.of();
        List<Estimate.Point> five = points(ladder, curves, study);
        double[] layers = new double[settings.size()];
        double[] cold = layers.clone();
        double[] warm = layers.clone();
        double[] hot = layers.clone();
        double[] shares = layers.clone();
        double[] sharesHot = layers.clone();
        long nanos = 0;
        for (int i = 0; i < layers.length; i++) {
            Setting s = settings.get(i);
            double alone = curves.sum(s.kept(), study.footprint().neurons());
            List<Estimate.Point> others =
                    points(settings.stream().filter(other -> other != s).toList(), curves, study);
            layers[i] = error(dense * Math.exp(alone), s);
            cold[i] = error(Estimate.of(nothing, together, dense, Compensation.NONE, alone), s);
            warm[i] = error(Estimate.of(five, together, dense, Compensation.NONE, alone), s);
            hot[i] = error(Estimate.of(others, together, dense, Compensation.NONE, alone), s);
            shares[i] = error(Estimate.of(five, dense, Compensation.NONE, s.removed()), s);
            sharesHot[i] = error(Estimate.of(others, dense, Compensation.NONE, s.removed()), s);
            for (int r = 0; r < 1000; r++) {
                long start = System.nanoTime();
                double at = curves.sum(s.kept(), study.footprint().neurons());
                double estimate = Estimate.of(five, together, dense, Compensation.NONE, at);
                nanos += System.nanoTime() - start + (Double.isNaN(estimate) ? 1 : 0);
            }
        }
        System.out.printf(
                "%d settings; relative error of the perplexity: median, 90th percentile, worst%n", layers.length);
        row("share of neurons alone, 5 settings measured", shares);
        row("share of neurons alone, all others measured", sharesHot);
        row("layers' losses added up", layers);
        row("sensitivity, nothing else measured", cold);
        row("sensitivity, 5 settings measured", warm);
        row("sensitivity, all others measured", hot);
        System.out.printf(Locale.ROOT, "one estimate takes %.2f microseconds%n", nanos / 1e6 / layers.length);
    }

    private static List<Estimate.Point> points(List<Setting> settings, LossCurves curves, Study study) {
        return settings.stream()
                .map(s -> new Estimate.Point(
                        Compensation.NONE,
                        s.removed(),
                        curves.sum(s.kept(), study.footprint().neurons()),
                        s.perplexity()))
                .toList();
    }

    private static double error(double estimate, Setting s) {
        return Math.abs(estimate / s.perplexity() - 1);
    }

    private static void row(String what, double[] errors) {
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        System.out.printf(
                Locale.ROOT,
                "%-45s %6.2f %% %7.2f %% %8.2f %%%n",
                what,
                100 * median,
                100 * sorted[(int) Math.ceil(0.9 * n) - 1],
                100 * sorted[n - 1]);
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
        Planner planner = study.planner();
        double own = study.footprint().neuronsRemoved(planner.kept(rules.withTarget(new Target.Threshold(0))));
        double most = planner.largest(rules).neurons();
        double ratio = 0.05 + 0.45 * random.nextDouble();
        return rules.withTarget(new Target.Neurons(Math.clamp(ratio, own, Math.max(own, most - 1e-6))));
    }
}
