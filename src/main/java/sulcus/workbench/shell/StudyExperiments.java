package sulcus.workbench.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import sulcus.format.FileFailure;
import sulcus.format.Sha256;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.prune.score.Importance;
import sulcus.run.Device;
import sulcus.run.Runner;
import sulcus.study.Intervention;
import sulcus.study.Interventions;
import sulcus.study.lab.DoseResponse;
import sulcus.study.lab.Lesion;
import sulcus.study.lab.MostSelective;
import sulcus.study.lab.Trial;
import sulcus.study.lab.Unlearn;
import sulcus.study.lab.UnlearnTexts;
import sulcus.task.Progress;
import sulcus.workbench.laboratory.Experiments;
import sulcus.workbench.study.Subject;

/**
 * Experiments on real studies and models. Points of curves lie in the study's folder {@code laboratory}, where what was cancelled is
 * found again; those of a study that is left as it came in a folder that goes with the program.
 */
final class StudyExperiments implements Experiments {
    /** Enough to see what a network is for within a minute on a small model. */
    private static final int TEXTS = 10;

    private static final int TOKENS = 300;
    private static final int CONTROLS = 2;
    private static final int WORDS = 48;
    private static final int STEPS = 8;
    private static final double STEP = 0.02;

    private final StudyOperations operations;
    private Path passing;

    StudyExperiments(StudyOperations operations) {
        this.operations = operations;
    }

    @Override
    public Trial trial(
            Subject subject,
            String prompt,
            List<Intervention> interventions,
            Consumer<Trial> early,
            Progress progress) {
        Runner runner = operations.runner(subject.model().path());
        Interventions done = Interventions.of(runner.model().description(), interventions);
        return Trial.of(runner, prompt, done, 0, WORDS, early, progress);
    }

    private Lesion lesion(Subject subject, List<Intervention> interventions, String label) {
        return new Lesion(
                subject.model().path(),
                operations.textOf(subject),
                null,
                label,
                interventions,
                TEXTS,
                TOKENS,
                CONTROLS,
                0,
                Device.AUTO);
    }

    @Override
    public Lesion.Effects lesion(Subject subject, List<Intervention> interventions, String label, Progress progress) {
        operations.release(); // it brings a model in itself: twice is too much
        return lesion(subject, interventions, label).run(progress);
    }

    @Override
    public Kept<DoseResponse.Point> dose(
            Subject subject,
            List<Intervention> interventions,
            String label,
            DoseResponse.Dose of,
            List<Double> doses,
            Progress progress) {
        operations.release();
        boolean gain = of == DoseResponse.Dose.GAIN;
        String what = interventions.stream()
                .map(i -> i.kind() + (gain ? "" : " " + i.amount()) + " " + words(i.target()))
                .collect(Collectors.joining(";"));
        Path file = file(subject, "dose", what + label + of + operations.textOf(subject));
        return new Kept<>(file, new DoseResponse(lesion(subject, interventions, label), of, doses, file).run(progress));
    }

    private static String words(Intervention.Target target) {
        return switch (target) {
            case Intervention.Target.Network n -> n.network() + " " + n.keyThreshold();
            case Intervention.Target.Neurons n -> n.layer() + "#" + Arrays.toString(n.neurons());
        };
    }

    @Override
    public Kept<Unlearn.Step> unlearn(Subject subject, String label, String value, Progress progress) {
        operations.release();
        Path file = file(subject, "unlearn", label + value + operations.textOf(subject));
        List<Unlearn.Step> steps = new Unlearn(
                        subject.model().path(),
                        UnlearnTexts.labelled(subject.text().files(), null, label, value),
                        UnlearnTexts.labelled(operations.textOf(subject), null, label, value),
                        Importance.ABS,
                        Unlearn.EPSILON,
                        null,
                        Rules.KEY_NEURON,
                        STEP,
                        STEPS,
                        Double.POSITIVE_INFINITY,
                        1,
                        0,
                        Set.of(),
                        TEXTS,
                        TOKENS,
                        Device.AUTO,
                        file)
                .run(progress);
        return new Kept<>(file, steps);
    }

    @Override
    public List<NetworkId> mostSelective(Subject subject, String label, String value, int count, Progress progress) {
        return MostSelective.of(subject.study(), label, value, count, progress);
    }

    /** Where the points of a measurement lie. */
    private synchronized Path file(Subject subject, String kind, String what) {
        String key = Sha256.of(what.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
        Path folder = subject.study().folder().resolve("laboratory");
        try {
            if (operations.isUntouched(subject.study())) {
                if (passing == null) {
                    passing = Files.createTempDirectory("sulcus-laboratory");
                    passing.toFile().deleteOnExit();
                }
                Path file = passing.resolve(kind + "-" + key + ".jsonl");
                file.toFile().deleteOnExit();
                return file;
            }
            Files.createDirectories(folder);
            return folder.resolve(kind + "-" + key + ".jsonl");
        } catch (IOException e) {
            throw FileFailure.writing(folder, e);
        }
    }
}
