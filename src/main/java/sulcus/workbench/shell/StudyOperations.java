package sulcus.workbench.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import sulcus.decompose.Settings;
import sulcus.evaluate.MultipleChoice;
import sulcus.evaluate.Perplexity;
import sulcus.export.Destination;
import sulcus.export.Exported;
import sulcus.model.Model;
import sulcus.prune.Compensation;
import sulcus.prune.NetworkId;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Pruner;
import sulcus.prune.Pruning;
import sulcus.prune.Rules;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.study.CompareMethods;
import sulcus.study.Compared;
import sulcus.study.Decompose;
import sulcus.study.MeasureChoices;
import sulcus.study.MeasureSensitivity;
import sulcus.study.MethodScores;
import sulcus.study.NetworkCsv;
import sulcus.study.NetworkFacts;
import sulcus.study.NetworkTable;
import sulcus.study.PruneModel;
import sulcus.study.RecoverModel;
import sulcus.study.RecoveryPoint;
import sulcus.study.RulesRecord;
import sulcus.study.Sensitivity;
import sulcus.study.Study;
import sulcus.study.StudyDocument;
import sulcus.study.StudyDocument.NetworkNote;
import sulcus.study.data.WriteData;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Corpus;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;
import sulcus.workbench.laboratory.Experiments;
import sulcus.workbench.preserve.Cut;
import sulcus.workbench.study.ModelCard;
import sulcus.workbench.study.Ranking;
import sulcus.workbench.study.Subject;
import sulcus.workbench.study.TextCard;

/**
 * The operations on real studies and models. What runs a model is called on one background thread only (the engine's lane);
 * the model that was run last stays in memory, so that the next measurement starts at once.
 */
public final class StudyOperations implements Operations, AutoCloseable {
    static final int WINDOW = 1024;
    static final int WINDOWS = 10;

    private final Set<Study> opened = ConcurrentHashMap.newKeySet();

    private final Set<Path> untouched = ConcurrentHashMap.newKeySet();
    private final Experiments experiments = new StudyExperiments(this);
    private volatile TextFiles measuredOn;
    private volatile String device = "";
    private volatile String lastText = "";
    private Resident resident;

    /** A model in memory, and a text as its tokens. */
    private static final class Resident implements AutoCloseable {
        private final Path path;
        private final Model model;
        private final Runner runner;
        private TextFiles text;
        private int[] tokens;

        Resident(Path path) {
            this.path = path;
            model = Model.open(path);
            try {
                runner = Runner.open(model, Device.AUTO);
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        }

        int[] tokens(TextFiles from) {
            if (!from.equals(text)) {
                try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
                    tokens = tokenizer.encode(Corpus.read(from, null).whole());
                }
                text = from;
            }
            return tokens;
        }

        @Override
        public void close() {
            runner.close();
            model.close();
        }
    }

    /** Cuts on this study are not written into it: it is shown as it came. */
    void leaveUntouched(Path study) {
        untouched.add(study.toAbsolutePath().normalize());
    }

    @Override
    public Subject openStudy(Path folder, Progress progress) {
        progress.report("reading", 0);
        Study study = Study.open(folder);
        if (!study.isWritable()) {
            leaveUntouched(study.folder());
        }
        opened.add(study);
        return StudySubject.of(study);
    }

    @Override
    public ModelCard openModel(Path place, Progress progress) {
        try (Model model = Model.open(place)) {
            return ModelCard.of(model);
        }
    }

    @Override
    public TextCard openText(TextFiles files, Progress progress) {
        Corpus.read(files, null);
        return new TextCard(files.name(), files.absolute(), files.bytes(), -1, -1);
    }

    @Override
    public Subject decompose(ModelCard model, TextCard text, Settings settings, Path out, Progress progress) {
        new Decompose(model.path(), text.files(), null, out, settings, Device.AUTO, 0).run(progress.part(0, 0.99));
        return openStudy(out, Progress.NONE);
    }

    @Override
    public void measureOn(TextFiles text) {
        measuredOn = text;
    }

    @Override
    public String measuredOn() {
        return lastText;
    }

    @Override
    public Perplexity measure(Subject subject, Cut cut, Plan plan, Progress progress) {
        Resident r = resident(subject.model().path());
        TextFiles text = textOf(subject);
        int[] tokens = r.tokens(text);
        lastText = text.name();
        int window = Math.min(WINDOW, r.model.description().maximumPositions());
        // a text shorter than one window is one window
        int width = Math.min(window, tokens.length);
        long most = (long) WINDOWS * WINDOW;
        if (cut == null) {
            Perplexity dense = Perplexity.measure(r.runner, Gates.OPEN, tokens, width, most, progress);
            record(subject, null, text, dense);
            return dense;
        }
        Perplexity pruned = measure(subject, cut, plan, r, tokens, width, most, progress);
        record(subject, cut, text, pruned);
        return pruned;
    }

    @Override
    public Subject sensitivity(Subject subject, Progress progress) {
        Study study = writable(subject, "measure its sensitivity");
        // the measurement brings the model in itself: twice is too much
        release();
        new MeasureSensitivity(
                        study,
                        textOf(subject),
                        null,
                        Scores.parse(Sensitivity.NETWORKS),
                        MeasureSensitivity.SHARES,
                        0,
                        MeasureSensitivity.TOKENS,
                        MeasureSensitivity.NO_NETWORKS,
                        Device.AUTO)
                .run(progress);
        return openStudy(study.folder(), Progress.NONE);
    }

    @Override
    public Subject recurrence(Subject subject, Progress progress) {
        Study study = writable(subject, "look for its networks in single texts");
        release();
        LabMeasurements.recurrence(study, progress);
        return openStudy(study.folder(), Progress.NONE);
    }

    @Override
    public Subject fingerprint(Subject subject, Path other, Progress progress) {
        Study study = writable(subject, "set its networks against another model's");
        release();
        LabMeasurements.fingerprint(study, other, progress);
        return openStudy(study.folder(), Progress.NONE);
    }

    private Study writable(Subject subject, String what) {
        Study study = subject.study();
        if (untouched.contains(study.folder())) {
            throw new Refusal(study.folder() + ": is left as it came; copy the folder that holds it and open the copy"
                    + " to " + what);
        }
        return study;
    }

    @Override
    public Optional<TextFiles> measuredText(Subject subject) {
        try {
            return Optional.of(textOf(subject));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    @Override
    public int compare(
            Subject subject, Function<Study, CompareMethods> what, Consumer<Compared> told, Progress progress) {
        Study study = writable(subject, "compare methods");
        // every setting brings a model in itself: twice is too much
        release();
        return what.apply(study).run(told, progress).size();
    }

    @Override
    public RecoverModel.Recovered recover(
            RecoverModel what, Consumer<RecoveryPoint> told, BooleanSupplier enough, Progress progress) {
        // the training brings a model in itself: twice is too much
        release();
        return what.run(told, enough, progress);
    }

    @Override
    public Optional<Ranking> kept(Subject subject, Score method, Progress progress) {
        float[][] scores = MethodScores.kept(subject.study(), method);
        return Optional.ofNullable(scores)
                .map(s -> Ranking.rival(method, s, subject.study().planner(method), subject.rules()));
    }

    @Override
    public Ranking rank(Subject subject, Score method, Progress progress) {
        Study study = subject.study();
        boolean keep = !untouched.contains(study.folder());
        try (Model model = Model.open(study.modelPath())) {
            float[][] scores = MethodScores.of(
                            study, List.of(method), MethodScores.Basis.of(study, model, 0, keep), Device.AUTO, progress)
                    .get(method);
            Planner planner = new Planner(method.allocation().apply(scores), study.footprint(), null);
            return Ranking.rival(method, scores, planner, subject.rules());
        }
    }

    /** What was measured stays in the study. */
    private void record(Subject subject, Cut cut, TextFiles text, Perplexity p) {
        Study study = subject.study();
        if (!untouched.contains(study.folder())) {
            study.change(document -> document.withResult(new StudyDocument.Measurement(
                    cut == null ? "dense" : "masked",
                    cut == null ? Sensitivity.NETWORKS : cut.method().label(),
                    cut == null ? null : RulesRecord.of(cut.applied()),
                    cut == null ? Compensation.NONE.label() : cut.compensation().label(),
                    cut == null ? 0 : cut.compensating().alpha(),
                    text.name(),
                    text.sha256(Progress.NONE),
                    p.window(),
                    p.windows(),
                    p.tokens(),
                    p.perplexity(),
                    p.standardError(),
                    p.meanLoss(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())));
        }
    }

    private static Perplexity measure(
            Subject subject, Cut cut, Plan plan, Resident r, int[] tokens, int width, long most, Progress progress) {
        Pruning pruning = compensate(subject.study(), r.model, cut, plan, progress.part(0, 0.5));
        Progress rest = progress.part(0.5, 1);
        if (!pruning.changesWeights()) {
            return Perplexity.measure(r.runner, pruning.gates(), tokens, width, most, rest);
        }
        try (Model masked = pruning.masked(r.model);
                Runner runner = Runner.open(masked, Device.AUTO)) {
            return Perplexity.measure(runner, Gates.OPEN, tokens, width, most, rest);
        }
    }

    private Resident resident(Path path) {
        if (resident == null || !resident.path.equals(path)) {
            release();
            resident = new Resident(path);
            device = resident.runner.device();
        }
        return resident;
    }

    /** The model in memory, read if it is not there; on the engine's lane only. */
    Runner runner(Path path) {
        return resident(path).runner;
    }

    /** Whether a study is shown as it came, so that nothing may be written into it. */
    boolean isUntouched(Study study) {
        return untouched.contains(study.folder());
    }

    /** Lets go of the model in memory. */
    void release() {
        if (resident != null) {
            resident.close();
            resident = null;
        }
    }

    private static Pruning compensate(Study study, Model model, Cut cut, Plan plan, Progress progress) {
        List<List<int[]>> calibration =
                cut.compensation() == Compensation.NONE ? List.of() : StudySubject.calibration(study);
        return Pruner.compensate(model, plan, cut.compensating(), calibration, Device.AUTO, progress);
    }

    /** The text chosen for measuring; else one called held-out beside the calibration text; else the calibration text. */
    TextFiles textOf(Subject subject) {
        if (measuredOn != null) {
            return measuredOn;
        }
        TextFiles text = subject.text() == null ? null : subject.text().files();
        if (text == null || !text.places().stream().allMatch(Files::exists)) {
            throw new Refusal("perplexity: the calibration text is not where it was; choose a text to measure on");
        }
        try (Stream<Path> beside = Files.list(text.first().toAbsolutePath().getParent())) {
            return beside.filter(f -> f.getFileName().toString().matches("held-out\\.(txt|jsonl|parquet)"))
                    .findFirst()
                    .map(TextFiles::of)
                    .orElse(text);
        } catch (IOException e) {
            return text;
        }
    }

    @Override
    public MultipleChoice accuracy(MeasureChoices what, Progress progress) {
        // it brings a model in itself: twice is too much
        release();
        return what.run(progress);
    }

    @Override
    public WriteData.Written data(Subject subject, WriteData what, Plan plan, Progress progress) {
        return what.run(subject.study(), plan, progress);
    }

    @Override
    public Exported export(Subject subject, Cut cut, Destination to, Progress progress) {
        Study study = subject.study();
        PruneModel prune = new PruneModel(to, cut.compensating(), Device.AUTO);
        PruneModel.Pruned pruned = untouched.contains(study.folder())
                ? prune.unrecorded(study, cut.method(), cut.applied(), progress)
                : prune.study(study, cut.method(), cut.method().allocation(), cut.applied(), 0, progress);
        return pruned.exported();
    }

    @Override
    public void keep(Subject subject, Cut cut) {
        Study study = subject.study();
        if (study == null || untouched.contains(study.folder())) {
            return;
        }
        Map<String, String> arguments = Map.of("study", study.folder().toString());
        if (cut.method() == Scores.NETWORKS) {
            study.decide(cut.rules(), "threshold", arguments);
        } else {
            Rules rules = cut.applied();
            study.decide(cut.method(), rules, study.planner(cut.method()).plan(rules), arguments);
        }
    }

    @Override
    public void keepFamilyCut(Subject subject, Float height) {
        Study study = subject.study();
        if (!untouched.contains(study.folder())) {
            study.change(document -> document.withFamilyCut(height));
        }
    }

    @Override
    public Experiments experiments() {
        return experiments;
    }

    @Override
    public List<NetworkFacts> networks(Subject subject, Progress progress) {
        return NetworkTable.of(subject.study(), progress);
    }

    @Override
    public void note(Subject subject, NetworkId network, NetworkNote note) {
        Study study = subject.study();
        if (!untouched.contains(study.folder())) {
            study.change(document -> document.withNote(network, note));
        }
    }

    @Override
    public Subject takeNetworks(Subject subject, Path table, Progress progress) {
        Study study = subject.study();
        NetworkTable.apply(study, NetworkCsv.read(table), table.getFileName().toString());
        return openStudy(study.folder(), progress);
    }

    @Override
    public String device() {
        return device;
    }

    /** Lets go of the studies; the model goes with the process, since its lane may still be at work. */
    @Override
    public void close() {
        opened.forEach(Study::close);
        opened.clear();
    }
}
