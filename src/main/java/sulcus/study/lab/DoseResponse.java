package sulcus.study.lab;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sulcus.evaluate.LossByKind;
import sulcus.evaluate.LossByKind.Labelled;
import sulcus.format.Sha256;
import sulcus.model.Model;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.study.Intervention;
import sulcus.study.Interventions;
import sulcus.study.Lines;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * What a {@link Lesion} does to the loss on each kind of text at several doses. Points are appended to a file as they are measured,
 * so that what was cancelled goes on where it stopped.
 *
 * @param lesion whose interventions are dosed
 * @param of what the dose is
 * @param doses in the order of measuring
 * @param file of lines of JSON, one a point
 */
public record DoseResponse(Lesion lesion, Dose of, List<Double> doses, Path file) {
    /** What is varied. */
    public enum Dose {
        /** The first so many of the interventions, as they were listed: with the most selective networks first, how many of them. */
        INTERVENTIONS,
        /** The factor of what is scaled, or what is added by what is shifted. */
        GAIN
    }

    /**
     * One dose.
     *
     * @param key of the settings it was measured with
     * @param of the dose, in lower case
     * @param dose see {@link Dose}
     * @param neurons to which something was done
     */
    public record Point(String key, String of, double dose, int neurons, List<Lesion.Effect> kinds) {}

    public DoseResponse {
        doses = List.copyOf(doses);
    }

    /**
     * All points, those that were there from before included, in the order of the doses.
     *
     * @throws Refusal if the file holds points of other settings
     */
    public List<Point> run(Progress progress) {
        List<List<Intervention>> all = doses.stream().map(this::dosed).toList();
        progress.report("opening", 0);
        try (Model opened = Model.open(lesion.model())) {
            List<Labelled> documents = LabelledTexts.read(
                    opened,
                    lesion.text(),
                    lesion.field(),
                    lesion.label(),
                    lesion.mostTexts(),
                    lesion.mostTokens(),
                    progress);
            String key = key(documents);
            Lines<Point> lines = new Lines<>(file, Point.class);
            Map<Double, Point> known = known(lines, key);
            if (!known.keySet().containsAll(doses)) {
                measure(opened, documents, all, key, lines, known, progress);
            }
            progress.report("dose and response", 1);
            return doses.stream().map(known::get).toList();
        }
    }

    private void measure(
            Model opened,
            List<Labelled> documents,
            List<List<Intervention>> all,
            String key,
            Lines<Point> lines,
            Map<Double, Point> known,
            Progress progress) {
        progress.report("reading the weights", 0.01);
        try (Runner runner = Runner.open(opened, lesion.device())) {
            double part = 0.95 / (1 + doses.size());
            LossByKind before = LossByKind.measure(runner, Gates.OPEN, documents, progress.part(0.05, 0.05 + part));
            for (int i = 0; i < doses.size(); i++) {
                if (known.containsKey(doses.get(i))) {
                    continue;
                }
                Interventions done = Interventions.of(opened.description(), all.get(i));
                List<Lesion.Effect> effects = lesion.effects(
                        runner, documents, before, done, progress.part(0.05 + (i + 1) * part, 0.05 + (i + 2) * part));
                Point point = new Point(key, name(), doses.get(i), done.count(), effects);
                lines.append(point);
                known.put(point.dose(), point);
            }
        }
    }

    /** The interventions at a dose. */
    private List<Intervention> dosed(double dose) {
        return switch (of) {
            case INTERVENTIONS -> {
                if (dose < 0 || dose > lesion.interventions().size() || dose != Math.rint(dose)) {
                    throw new Refusal("dose " + dose + ": there are 0 to "
                            + lesion.interventions().size() + " interventions to take");
                }
                yield lesion.interventions().subList(0, (int) dose);
            }
            case GAIN -> {
                List<Intervention> changed = new ArrayList<>();
                boolean any = false;
                for (Intervention one : lesion.interventions()) {
                    boolean has = one.kind() == Intervention.Kind.SCALE || one.kind() == Intervention.Kind.SHIFT;
                    any |= has;
                    changed.add(has ? new Intervention(one.kind(), (float) dose, one.target()) : one);
                }
                if (!any) {
                    throw new Refusal("gain: nothing is scaled or shifted; name what is with --scale or --shift");
                }
                yield changed;
            }
        };
    }

    private String name() {
        return of.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Points of the same settings. */
    private Map<Double, Point> known(Lines<Point> lines, String key) {
        Map<Double, Point> known = new HashMap<>();
        for (Point point : lines.read()) {
            if (!point.key().equals(key)) {
                throw new Refusal(file + ": holds points of other settings; name another file");
            }
            known.put(point.dose(), point);
        }
        return known;
    }

    /** Everything but the doses that decides a point. */
    private String key(List<Labelled> documents) {
        StringBuilder all = new StringBuilder();
        all.append(lesion.model().toAbsolutePath())
                .append(of)
                .append(lesion.controls())
                .append(' ');
        all.append(lesion.seed()).append(lesion.device());
        for (Intervention one : lesion.interventions()) {
            boolean dosed =
                    of == Dose.GAIN && (one.kind() == Intervention.Kind.SCALE || one.kind() == Intervention.Kind.SHIFT);
            all.append(one.kind()).append(dosed ? "" : one.amount()).append(words(one.target()));
        }
        for (Labelled document : documents) {
            all.append(document.kind()).append(java.util.Arrays.hashCode(document.ids()));
        }
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    private static String words(Intervention.Target target) {
        return switch (target) {
            case Intervention.Target.Network n -> n.study().toAbsolutePath() + ":" + n.network() + n.keyThreshold();
            case Intervention.Target.Neurons n -> n.layer() + "#" + java.util.Arrays.toString(n.neurons());
        };
    }

    /**
     * Points of a file that was written by this.
     *
     * @throws Refusal if it is none
     */
    public static List<Point> read(Path file) {
        List<Point> points = new Lines<>(file, Point.class).read();
        if (points.isEmpty()) {
            throw new Refusal(file + ": has no points; measure some with sulcus lesion --curve");
        }
        return points;
    }
}
