package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.TinyModel;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.run.Device;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

class DecomposeTest {
    private static final Settings SETTINGS = new Settings(5, 2, 6, 20, 64, Signals.ACTIVATION_UP, 1, 4);

    @TempDir
    static Path folder;

    private static Path model;
    private static Path text;
    private static Path whole;

    @BeforeAll
    static void decompose() throws Exception {
        model = TinyModel.write(folder.resolve("model"));
        text = TinyModel.text(folder.resolve("text.txt"), 20);
        whole = folder.resolve("whole");
        run(whole, Progress.NONE);
    }

    private static Decomposed run(Path out, Progress progress) {
        return new Decompose(model, TextFiles.of(text), null, out, SETTINGS, Device.CPU, 0).run(progress);
    }

    /** Cancels when the given layer (from 0) begins. */
    private static Progress cancelledAt(int layer) {
        return new Progress() {
            @Override
            public void report(String what, double fraction) {
                if (what.contains("layer " + (layer + 1) + " of ")) {
                    throw new Cancelled();
                }
            }

            @Override
            public void check() {}
        };
    }

    @Test
    void anInterruptedDecompositionGoesOnAndGivesTheSameBytes() throws Exception {
        Path out = folder.resolve("interrupted");
        assertThatThrownBy(() -> run(out, cancelledAt(2))).isInstanceOf(Cancelled.class);
        assertThat(out).doesNotExist();
        Path partial;
        try (var files = Files.list(folder)) {
            partial = files.filter(f -> f.getFileName().toString().startsWith("interrupted.partial-"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(partial.resolve("layers/layer.01.safetensors")).exists();
        assertThatThrownBy(() -> Study.open(partial))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("unfinished");
        // a layer that a crash left damaged is made again
        Files.write(partial.resolve("layers/layer.01.safetensors"), new byte[] {1, 2, 3});

        Decomposed done = run(out, Progress.NONE);

        assertThat(done.resumed()).isEqualTo(1);
        assertThat(partial).doesNotExist();
        for (String name : List.of("scores.safetensors", "layout.safetensors", "text.safetensors", "texts.jsonl")) {
            assertThat(out.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
        }
        try (Study a = Study.open(whole);
                Study b = Study.open(out)) {
            for (int layer = 0; layer < TinyModel.LAYERS; layer++) {
                for (int group = 0; group < 2; group++) {
                    for (int k = 0; k < 5; k++) {
                        NetworkId id = new NetworkId(layer, group, k);
                        assertThat(b.map(id)).isEqualTo(a.map(id));
                        assertThat(b.timeCourse(id)).isEqualTo(a.timeCourse(id));
                    }
                    assertThat(b.singularValues(layer, group)).isEqualTo(a.singularValues(layer, group));
                }
            }
            assertThat(b.document().model())
                    .usingRecursiveComparison()
                    .isEqualTo(a.document().model());
        }
    }

    @Test
    void otherSettingsDoNotTakeUpUnfinishedWork() {
        Path out = folder.resolve("other");
        assertThatThrownBy(() -> run(out, cancelledAt(3))).isInstanceOf(Cancelled.class);
        Settings seed = new Settings(5, 2, 6, 20, 64, Signals.ACTIVATION_UP, 1, 5);
        assertThat(new Decompose(model, TextFiles.of(text), null, out, seed, Device.CPU, 0)
                        .run(Progress.NONE)
                        .resumed())
                .isZero();
    }

    @Test
    void whatIsDecidedIsThereAfterOpeningAgain() throws Exception {
        Path out = folder.resolve("decided");
        run(out, Progress.NONE);
        Rules rules = Rules.defaults(TinyModel.LAYERS)
                .withTarget(new Target.Neurons(0.25))
                .withLayerThreshold(1, 2.7f)
                .withNetwork(NetworkId.parse("2.1.3"), Decision.PRESERVE)
                .withNetworkThreshold(NetworkId.parse("2.1.3"), 1.1f)
                .withMinimumWidth(3);
        var note = new StudyDocument.NetworkNote("digits", "#ff8800", "fires on „numbers“");
        try (Study study = Study.open(out)) {
            study.change(d -> d.withNote(NetworkId.parse("1.2"), note));
            study.decide(rules, "threshold", Map.of());
        }
        try (Study study = Study.open(out)) {
            assertThat(study.rules()).isEqualTo(rules);
            assertThat(study.document().networks()).containsEntry("1.2", note);
            assertThat(study.history().steps())
                    .extracting(History.Step::action)
                    .containsExactly("decompose", "threshold");
            assertThat(study.history().steps().get(1).mask())
                    .isEqualTo(Masks.hash(study.planner().plan(rules)));
            assertThat(study.modelPath()).isEqualTo(model);
            assertThat(study.document().model().path()).isEqualTo("../model");
            assertThat(study.textFiles()).isEqualTo(TextFiles.of(text));
        }
        assertThat(out.resolve("study.json.bak")).exists();
    }

    @Test
    void timeCoursesLineUpWithTokensAndTexts() {
        try (Study study = Study.open(whole)) {
            StudyText tokens = study.text(1);
            assertThat(tokens.texts()).hasSize(6);
            assertThat(tokens.ids()).hasSize(study.document().tokens()[1]);
            assertThat(study.timeCourse(new NetworkId(0, 1, 0))).hasSize(tokens.ids().length);
            assertThat(tokens.sequences().get(2)).hasSize(tokens.texts().get(2).tokens());
            assertThat(tokens.textOf((int) tokens.offsets()[3])).isEqualTo(3);
            assertThat(tokens.textOf((int) tokens.offsets()[3] - 1)).isEqualTo(2);
        }
    }

    @Test
    void aCrashInTheMiddleOfAHistoryLineCostsThatLineOnly() throws Exception {
        Path file = folder.resolve("history.jsonl");
        History history = new History(file);
        history.append(History.Step.now("decompose", Map.of(), null, ""));
        Files.writeString(file, Files.readString(file) + "{\"action\":\"thre");
        assertThat(history.steps()).hasSize(1);
        history.append(History.Step.now("prune", Map.of("out", "x"), null, ""));
        assertThat(history.steps()).extracting(History.Step::action).containsExactly("decompose", "prune");
    }

    @Test
    void aStudyOfANewerVersionOrWithAnUnknownWordIsRefused() throws Exception {
        Path out = folder.resolve("altered");
        run(out, Progress.NONE);
        Path file = out.resolve("study.json");
        String good = Files.readString(file);
        for (String[] change : new String[][] {
            {"\"version\" : 5", "\"version\" : 6", "newer"},
            {"\"format\" : \"sulcus-study\"", "\"format\" : \"other\"", "format"},
            {"\"device\"", "\"surprise\" : 1, \"device\"", "surprise"},
            {"\"device\" : \"cpu\",", "", "device"},
            {"\"target\" : \"neurons\"", "\"target\" : \"luck\"", "luck"},
            {"\"version\" : 5", "\"version\" : 5, \"version\" : 5", "uplicate"},
            {"\"seed\" : 4", "\"seed\" : 4.5", "line"}
        }) {
            assertThat(good).contains(change[0]);
            Files.writeString(file, good.replace(change[0], change[1]));
            assertThatThrownBy(() -> Study.open(out))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("study.json")
                    .hasMessageContaining(change[2])
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "com.fasterxml"));
        }
        Files.writeString(file, good);
        Study.open(out).close();
        Files.delete(out.resolve("layers/layer.02.safetensors"));
        assertThatThrownBy(() -> Study.open(out)).isInstanceOf(Refusal.class).hasMessageContaining("layer.02");
    }

    @Test
    void resultsFromBeforeThereWereMethodsAreReadAsTheNetworks() throws Exception {
        Path out = folder.resolve("older");
        run(out, Progress.NONE);
        Path file = out.resolve("study.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"version\" : 5", "\"version\" : 2")
                        .replaceFirst(",\\s*\"minimumStability\" : 0.0", "")
                        .replaceFirst(",\\s*\"componentsByData\" : false", "")
                        .replaceFirst("\"texts\" : \\[ (\\{[^}]*}) ]", "\"text\" : $1")
                        .replaceFirst(
                                "\"results\" : \\[ ?\\]",
                                "\"results\" : [ {\"what\": \"masked\", \"rules\": null, \"compensation\": \"feedback\","
                                        + " \"text\": \"t.txt\", \"textSha256\": \"ab\", \"window\": 64, \"windows\": 2,"
                                        + " \"tokens\": 126, \"perplexity\": 12.5, \"meanLoss\": 2.5, \"time\": \"t\"} ]"));
        try (Study study = Study.open(out)) {
            StudyDocument.Measurement read = study.document().results().getFirst();
            assertThat(read.method()).isEqualTo(Sensitivity.NETWORKS);
            assertThat(read.compensating().feedback()).isEqualTo(0.5);
            assertThat(read.standardError()).isNaN();
            assertThat(study.textFiles()).as("it had one text").isEqualTo(TextFiles.of(text));
            study.change(document -> document.withResult(read));
        }
        try (Study study = Study.open(out)) {
            assertThat(study.document().results()).hasSize(2);
        }
    }

    @Test
    void theVersionIsTheProjects() throws Exception {
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>" + Program.version() + "</version>");
    }
}
