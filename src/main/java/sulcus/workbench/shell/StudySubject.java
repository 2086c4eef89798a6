package sulcus.workbench.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import sulcus.model.Model;
import sulcus.prune.Compensation;
import sulcus.prune.NetworkId;
import sulcus.study.ModelRecord;
import sulcus.study.Study;
import sulcus.study.StudyDocument;
import sulcus.study.StudyText;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;
import sulcus.workbench.study.Figures;
import sulcus.workbench.study.ModelCard;
import sulcus.workbench.study.Subject;
import sulcus.workbench.study.Subject.Fact;
import sulcus.workbench.study.TextCard;

/** A study as the window shows it. */
final class StudySubject {
    private StudySubject() {}

    static Subject of(Study study) {
        StudyDocument document = study.document();
        return new Subject(
                study.folder().getFileName().toString(),
                model(study),
                text(study),
                decomposition(document),
                study.layout(),
                study.scores(),
                study.anatomy(),
                study.footprint(),
                new Networks(study, variance(study), stability(study), new ConcurrentHashMap<>()),
                study.rules(),
                Compensation.NONE,
                study);
    }

    /** What the study remembers of its model stands in where the model is not there any more. */
    private static ModelCard model(Study study) {
        ModelRecord record = study.document().model();
        if (record.path() == null) {
            return null;
        }
        Path path = study.modelPath();
        try (Model model = Model.open(path)) {
            return ModelCard.of(model);
        } catch (Refusal e) {
            int[] neurons = record.neurons();
            return new ModelCard(
                    path.getFileName().toString(),
                    path,
                    record.architecture(),
                    record.layers(),
                    record.hiddenSize(),
                    Arrays.stream(neurons).min().orElse(0),
                    Arrays.stream(neurons).max().orElse(0),
                    record.parameters(),
                    Math.round(record.parameters() * record.bytesPerParameter()),
                    "not found",
                    record.format());
        }
    }

    private static TextCard text(Study study) {
        TextFiles files = study.textFiles();
        if (files == null) {
            return null;
        }
        int texts = 0;
        for (int g = 0; g < study.groups(); g++) {
            texts += study.text(g).offsets().length - 1;
        }
        long tokens = IntStream.of(study.document().tokens()).asLongStream().sum();
        return new TextCard(
                files.name(),
                files,
                study.document().texts().stream()
                        .mapToLong(StudyDocument.FileRecord::bytes)
                        .sum(),
                texts,
                tokens,
                study.kinds());
    }

    private static List<Fact> decomposition(StudyDocument d) {
        List<Fact> facts = new ArrayList<>();
        StudyDocument.SettingsRecord settings = d.settings();
        String groups = settings.groups() == 1 ? "" : ", " + settings.groups() + " groups";
        facts.add(new Fact("networks", StudyDocument.networksALayer(d.layers()) + " a layer" + groups));
        facts.add(new Fact("signals", settings.signals().replace(",", ", ")));
        double variance = d.layers().stream()
                .mapToDouble(StudyDocument.LayerRecord::variance)
                .average()
                .orElse(0);
        facts.add(new Fact("variance", Figures.percent(variance) + " explained"));
        long converged =
                d.layers().stream().filter(StudyDocument.LayerRecord::converged).count();
        facts.add(new Fact("converged", converged + " of " + d.layers().size()));
        String restarts = settings.restarts() == 1 ? "" : ", " + settings.restarts() + " restarts";
        facts.add(new Fact("seed", settings.seed() + restarts));
        facts.add(new Fact("took", duration(d.seconds().total())));
        return List.copyOf(facts);
    }

    private static String duration(double seconds) {
        return seconds < 60 ? String.format(Locale.ROOT, "%.1f\u00a0s", seconds) : Figures.time(seconds);
    }

    /** The calibration texts of all groups as token ids. */
    static List<List<int[]>> calibration(Study study) {
        List<List<int[]>> groups = new ArrayList<>();
        for (int g = 0; g < study.groups(); g++) {
            StudyText text = study.text(g);
            List<int[]> texts = new ArrayList<>();
            for (int i = 0; i + 1 < text.offsets().length; i++) {
                texts.add(Arrays.copyOfRange(text.ids(), (int) text.offsets()[i], (int) text.offsets()[i + 1]));
            }
            groups.add(texts);
        }
        return groups;
    }

    private static float[][][] variance(Study study) {
        float[][][] variance = new float[study.layers()][study.groups()][0];
        for (int layer = 0; layer < variance.length; layer++) {
            for (int g = 0; g < study.groups(); g++) {
                if (study.components(layer, g) > 0) {
                    variance[layer][g] = study.variance(layer, g);
                }
            }
        }
        return variance;
    }

    /** Iq [layer][group][network]; rows null with one start. */
    private static float[][][] stability(Study study) {
        float[][][] stability = new float[study.layers()][study.groups()][];
        for (int layer = 0; layer < stability.length; layer++) {
            for (int g = 0; g < study.groups(); g++) {
                stability[layer][g] = study.components(layer, g) > 0 ? study.stability(layer, g) : null;
            }
        }
        return stability;
    }

    /** @param variance [layer][group][network], in memory since lists of networks are filled on the window's thread */
    private record Networks(
            Study study, float[][][] variance, float[][][] stability, Map<Integer, Subject.Belonging> read)
            implements Subject.Networks {
        @Override
        public int groups() {
            return study.groups();
        }

        @Override
        public int components(int layer, int group) {
            return layer < variance.length && group < groups() ? variance[layer][group].length : 0;
        }

        @Override
        public float[] map(NetworkId id) {
            return study.map(id);
        }

        @Override
        public float[] stability(int layer, int group) {
            return stability[layer][group];
        }

        @Override
        public float[] variance(int layer, int group) {
            return variance[layer][group];
        }

        @Override
        public Subject.Belonging belonging(int layer) {
            return read.computeIfAbsent(layer, this::find);
        }

        @Override
        public List<String> signals() {
            return List.of(study.document().settings().signals().split(","));
        }

        /** How many signals a neuron has: two with a gate, where both were decomposed. */
        private int signals(int layer) {
            return study.document().layers().stream()
                            .filter(record -> record.layer() == layer)
                            .mapToInt(StudyDocument.LayerRecord::signals)
                            .findFirst()
                            .orElse(0)
                    / study.neurons(layer);
        }

        private Subject.Belonging find(int layer) {
            int n = study.neurons(layer);
            int[] group = new int[n];
            int[] network = new int[n];
            float[] largest = new float[n];
            float[][] z = new float[signals(layer)][n];
            for (int g = 0; g < groups(); g++) {
                int here = g;
                study.maps(layer, g, (k, map) -> {
                    for (int j = 0; j < n; j++) {
                        float most = 0;
                        for (int at = j; at < map.length; at += n) {
                            most = Math.max(most, Math.abs(map[at]));
                        }
                        if (most > largest[j]) {
                            largest[j] = most;
                            group[j] = here;
                            network[j] = k;
                            for (int signal = 0; signal < z.length; signal++) {
                                z[signal][j] = map[signal * n + j];
                            }
                        }
                    }
                });
            }
            return new Subject.Belonging(group, network, z);
        }
    }
}
