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
import sulcus.workbench.laboratory.Amounts;
import sulcus.workbench.laboratory.Experiments;
import sulcus.workbench.study.Subject;

/**
 * Experiments on real studies and models. Points of curves lie in the study's folder {@code laboratory}, where what was cancelled is
 * found again; those of a study that is left as it came in a folder that goes with the program.
 */
final class StudyExperiments implements Experiments {
    /** Tokens that the model goes on with. */
    private static final int WORDS = 48;

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

    private Lesion lesion(Subject subject, List<Intervention> interventions, String label, Amounts amounts) {
        return new Lesion(
                subject.model().path(),
                operations.textOf(subject),
                null,
                label,
                interventions,
                amounts.texts(),
                amounts.tokens(),
                amounts.draws(),
                0,
                Device.AUTO);
    }

    @Override
    public Lesion.Effects lesion(
            Subject subject, List<Intervention> interventions, String label, Amounts amounts, Progress progress) {
        operations.release(); // it brings a model in itself: twice is too much
        return lesion(subject, interventions, label, amounts).run(progress);
    }

    @Override
    public Kept<DoseResponse.Point> dose(
            Subject subject,
            List<Intervention> interventions,
            String label,
            DoseResponse.Dose of,
            List<Double> doses,
            Amounts amounts,
            Progress progress) {
        operations.release();
        boolean gain = of == DoseResponse.Dose.GAIN;
        String what = interventions.stream()
                .map(i -> i.kind() + (gain ? "" : " " + i.amount()) + " " + words(i.target()))
                .collect(Collectors.joining(";"));
        Path file = file(subject, "dose", what + label + of + amounts + operations.textOf(subject));
        return new Kept<>(
                file, new DoseResponse(lesion(subject, interventions, label, amounts), of, doses, file).run(progress));
    }

    private static String words(Intervention.Target target) {
        return switch (target) {
            case Intervention.Target.Network n -> n.network() + " " + n.keyThreshold();
            case Intervention.Target.Neurons n -> n.layer() + "#" + Arrays.toString(n.neurons());
        };
    }

    @Override
    public Kept<Unlearn.Step> unlearn(Subject subject, String label, String value, Amounts amounts, Progress progress) {
        operations.release();
        Path file = file(subject, "unlearn", label + value + amounts + operations.textOf(subject));
        List<Unlearn.Step> steps = new Unlearn(
                        subject.model().path(),
                        UnlearnTexts.labelled(subject.text().files(), null, label, value),
                        UnlearnTexts.labelled(operations.textOf(subject), null, label, value),
                        Importance.ABS,
                        Unlearn.EPSILON,
                        null,
                        Rules.KEY_NEURON,
                        amounts.share(),
                        amounts.steps(),
                        Double.POSITIVE_INFINITY,
                        amounts.draws(),
                        0,
                        Set.of(),
                        amounts.texts(),
                        amounts.tokens(),
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
