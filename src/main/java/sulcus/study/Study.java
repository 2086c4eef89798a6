package sulcus.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import sulcus.decompose.LayerNetworks;
import sulcus.decompose.NeuronMap;
import sulcus.decompose.layout.Courses;
import sulcus.decompose.layout.Families;
import sulcus.decompose.layout.LayerMembers;
import sulcus.decompose.layout.NetworkTree;
import sulcus.decompose.layout.SliceLayout;
import sulcus.format.AtomicFile;
import sulcus.format.FileFailure;
import sulcus.prune.Footprint;
import sulcus.prune.NetworkId;
import sulcus.prune.NetworkMaps;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/**
 * A finished decomposition on disk and what was decided on it. The scores are in memory; maps and time courses stay mapped
 * until asked for. Thread-safe.
 */
public final class Study implements NetworkMaps, AutoCloseable {
    private final StudyFolder folder;
    private final History history;
    private final Lines<Compared> compared;
    private final StudyArrays arrays;
    private final LayerFile[] layers;
    private NetworkTree tree;
    private volatile StudyDocument document;
    private volatile Planner planner;
    private final Map<Score, Planner> rivals = new ConcurrentHashMap<>();

    private Study(StudyFolder folder, StudyDocument document) {
        this.folder = folder;
        this.document = document;
        this.history = new History(folder.history());
        this.compared = new Lines<>(folder.compared(), Compared.class, Compared.LATER);
        this.arrays = StudyArrays.read(folder, document);
        this.layers = new LayerFile[document.model().layers()];
    }

    /** Whether decisions and measurements can be kept in it; not in one that was installed or belongs to somebody else. */
    public boolean isWritable() {
        return Files.isWritable(folder());
    }

    /**
     * Opens a study in milliseconds.
     *
     * @throws Refusal if it is none, was written by a newer version, or lacks a file
     */
    public static Study open(Path path) {
        StudyFolder folder = new StudyFolder(path.toAbsolutePath().normalize());
        if (!Files.exists(path)) {
            throw new Refusal(path + ": there is no such study; give the folder that decompose made");
        }
        if (!Files.isDirectory(path) || !Files.exists(folder.document())) {
            boolean unfinished = path.toAbsolutePath().getFileName().toString().contains(".partial-");
            throw new Refusal(path
                    + (unfinished
                            ? ": is an unfinished study; run the same decompose command again to finish it"
                            : ": is no study (it has no study.json); give the folder that decompose made"));
        }
        StudyDocument document = StudyJson.read(folder.document());
        for (StudyDocument.LayerRecord layer : document.layers()) {
            if (!Files.exists(folder.layer(layer.layer()))) {
                throw new Refusal(folder.layer(layer.layer()) + ": is missing; decompose again");
            }
        }
        return new Study(folder, document);
    }

    public Path folder() {
        return folder.path();
    }

    /** Content of study.json as it is now. */
    public StudyDocument document() {
        return document;
    }

    public History history() {
        return history;
    }

    /** What is to be preserved, as stored. */
    public Rules rules() {
        return document.rules().rules();
    }

    public Footprint footprint() {
        return document.model().footprint();
    }

    /** Plans from this study's scores; kept, so that moving a threshold costs microseconds. */
    public Planner planner() {
        Planner made = planner;
        if (made == null) {
            made = new Planner(arrays.scores(), footprint(), this);
            planner = made;
        }
        return made;
    }

    /**
     * Plans from the scores of a method, shared among the layers as its authors do.
     *
     * @return null where the study does not have its scores on the calibration texts
     */
    public Planner planner(Score method) {
        if (method == Scores.NETWORKS) {
            return planner();
        }
        return rivals.computeIfAbsent(method, m -> {
            float[][] scores = MethodScores.kept(this, m);
            return scores == null ? null : new Planner(m.allocation().apply(scores), footprint(), null);
        });
    }

    /** Values of each label of the texts that tells kinds of text from each other; none where the texts are not kept. */
    public Map<String, List<String>> kinds() {
        return SelectiveTexts.kinds(this);
    }

    /** Number of the model's layers. */
    public int layers() {
        return layers.length;
    }

    /** Width of a layer's MLP. */
    public int neurons(int layer) {
        return document.model().neurons()[layer];
    }

    /** Max |z| of each neuron, [layer][neuron]; a null row is a layer that was not decomposed. Do not change it. */
    public float[][] scores() {
        return arrays.scores();
    }

    /** Mean |activation| of each neuron over the calibration tokens, [layer][neuron]. Do not change it. */
    public float[][] anatomy() {
        return arrays.meanActivation();
    }

    /** Mean input of the down projection of each neuron, [layer][neuron]. Do not change it. */
    public float[][] meanProduct() {
        return arrays.meanProduct();
    }

    /** Where each neuron lies on its slice, with the families of the cut in force where the study has its dendrogram. */
    public SliceLayout layout() {
        SliceLayout stored = arrays.layout();
        return Files.exists(folder.tree())
                ? stored.withFamilies(families(Progress.NONE).of())
                : stored;
    }

    /**
     * The dendrogram over the networks of all layers. A study that was made without one gets it now, and keeps it where its
     * folder can be written: seconds for thousands of networks.
     */
    public synchronized NetworkTree tree(Progress progress) {
        if (tree == null) {
            if (Files.exists(folder.tree())) {
                tree = TreeFile.read(folder, layers());
            } else {
                tree = NetworkTree.of(members(progress));
                if (Files.isWritable(folder.path())) {
                    TreeFile.write(folder, tree);
                }
            }
        }
        return tree;
    }

    private List<LayerMembers> members(Progress progress) {
        List<LayerMembers> members = new ArrayList<>();
        for (int layer = 0; layer < layers(); layer++) {
            progress.report("networks of layer " + layer, layer / (double) layers());
            members.add(LayerMembers.of(courses(layer, 0)));
        }
        return members;
    }

    /** The time courses of a layer's networks in a group, ready to be correlated; no rows where there are none. */
    public Courses courses(int layer, int group) {
        int components = components(layer, group);
        return components == 0
                ? new Courses(new float[0][])
                : Courses.of(
                        file(layer).array(group, "time_courses"),
                        components,
                        file(layer).tokens(group));
    }

    /** Model-wide functional networks below the cut that was chosen, or below the natural one. */
    public Families families(Progress progress) {
        NetworkTree whole = tree(progress);
        Float chosen = document.familyCut();
        return whole.cut(chosen == null ? whole.naturalCut() : chosen);
    }

    /** The calibration tokens of a group. */
    public StudyText text(int group) {
        return arrays.text(group);
    }

    /** Token ids of the calibration texts: groups of sequences; no groups where the ids are unknown. */
    public List<List<int[]>> calibration() {
        List<List<int[]>> groups = new ArrayList<>();
        for (int group = 0; group < groups(); group++) {
            StudyText text = text(group);
            if (java.util.Arrays.stream(text.ids()).anyMatch(id -> id < 0)) {
                return List.of();
            }
            groups.add(text.sequences());
        }
        return groups;
    }

    @Override
    public int groups() {
        return document.settings().groups();
    }

    @Override
    public int components(int layer, int group) {
        if (layer < 0 || layer >= layers.length || group < 0 || group >= groups()) {
            return 0;
        }
        return arrays.scores()[layer] == null ? 0 : file(layer).components(group);
    }

    @Override
    public float[] map(NetworkId id) {
        check(id);
        return file(id.layer()).map(id.group(), id.network());
    }

    /** What is done with one map after the other. */
    @FunctionalInterface
    public interface MapReader {
        /** @param map M values, valid until the next map comes */
        void read(int network, float[] map);
    }

    /**
     * Reads all maps of a layer and group, one after the other, and gives the memory back that they were mapped into: who reads
     * all layers does not end with all of them in memory.
     */
    public void maps(int layer, int group, MapReader reader) {
        int components = components(layer, group);
        if (components == 0) {
            return;
        }
        LayerFile file = file(layer);
        float[] map = new float[file.signals(group)];
        for (int k = 0; k < components; k++) {
            file.map(group, k, map);
            reader.read(k, map);
        }
        file.release();
    }

    /** A network's time course: T values, one a calibration token of its group. */
    public float[] timeCourse(NetworkId id) {
        check(id);
        return file(id.layer()).timeCourse(id.group(), id.network());
    }

    /** Share of the layer's variance that each network explains, K values. */
    public float[] variance(int layer, int group) {
        check(new NetworkId(layer, group, 0));
        return file(layer).array(group, "variance");
    }

    /** Leading singular values of the layer's signals, K values, largest first. */
    public double[] singularValues(int layer, int group) {
        check(new NetworkId(layer, group, 0));
        return file(layer).singularValues(group);
    }

    /** Stability index Iq of each network over the restarts, K values; null with one start. */
    @Override
    public float[] stability(int layer, int group) {
        check(new NetworkId(layer, group, 0));
        return file(layer).has(group, "stability") ? file(layer).array(group, "stability") : null;
    }

    /** The components of every start of the ICA; null with one start, and in studies from before they were kept. */
    public LayerNetworks.Starts starts(int layer, int group) {
        check(new NetworkId(layer, group, 0));
        return file(layer).starts(group);
    }

    /**
     * A network's key neurons.
     *
     * @param threshold |z| above which a neuron is one
     * @return their numbers, ascending
     */
    public int[] keyNeurons(NetworkId id, float threshold) {
        float[] z = NeuronMap.of(map(id), neurons(id.layer()));
        return IntStream.range(0, z.length)
                .filter(j -> Math.abs(z[j]) > threshold)
                .toArray();
    }

    private void check(NetworkId id) {
        int components = components(id.layer(), id.group());
        if (id.network() >= components) {
            throw new Refusal(folder() + ": network " + id + ": there is none; the study has layers 0 to "
                    + (layers.length - 1) + ", groups 0 to " + (groups() - 1)
                    + (components > 0 ? ", and networks 0 to " + (components - 1) + " in this layer" : ""));
        }
    }

    private LayerFile file(int layer) {
        synchronized (layers) {
            if (layers[layer] == null) {
                layers[layer] = LayerFile.open(folder.layer(layer));
            }
            return layers[layer];
        }
    }

    /** Settings that were compared, oldest first. */
    public List<Compared> compared() {
        return compared.read();
    }

    /** The row that answers a setting, measured last; null where it was not measured. */
    Compared compared(Compared setting) {
        return compared().stream()
                .filter(row -> row.answers(setting))
                .reduce((older, newer) -> newer)
                .orElse(null);
    }

    /** Writes a row into the study. */
    Compared keep(Compared row) {
        compared.append(row);
        return row;
    }

    /** Where the model lies. */
    public Path modelPath() {
        if (document.model().path() == null) {
            throw new Refusal(folder() + ": was made from captured activations without their model; decompose again"
                    + " with MODEL beside --from-activations");
        }
        return Places.resolve(folder(), document.model().path());
    }

    /** What the calibration text is called; for captured activations their file. */
    public String textName() {
        return document.texts() != null
                ? textFiles().name()
                : TextFiles.of(Path.of(document.captured().path())).name();
    }

    /** Where the calibration text lies; null for captured activations. */
    public TextFiles textFiles() {
        return document.texts() == null
                ? null
                : new TextFiles(document.texts().stream()
                        .map(text -> Places.resolve(folder(), text.path()))
                        .toList());
    }

    /** Changes study.json and saves it, whole or not at all; the version before stays beside it. */
    public synchronized void change(UnaryOperator<StudyDocument> how) {
        StudyDocument changed = how.apply(document);
        if (changed.equals(document)) {
            return;
        }
        save(folder, changed);
        document = changed;
    }

    /** Changes the rules, saves, and writes a line into the history. */
    public void decide(Rules rules, String action, java.util.Map<String, String> arguments) {
        String mask = Masks.hash(planner().plan(rules));
        change(now -> now.withRules(rules));
        history.append(History.Step.now(action, arguments, RulesRecord.of(rules), mask));
    }

    /** Writes a cut by a rival's scores into the history; the rules of the study's own scores stay. */
    public void decide(Score rival, Rules rules, Plan plan, Map<String, String> arguments) {
        Map<String, String> all = new TreeMap<>(arguments);
        all.put("method", rival.label());
        history.append(History.Step.now("threshold", all, RulesRecord.of(rules), Masks.hash(plan)));
    }

    static void save(StudyFolder folder, StudyDocument document) {
        try {
            if (Files.exists(folder.document())) {
                AtomicFile.write(folder.backup(), Files.readAllBytes(folder.document()));
            }
        } catch (IOException e) {
            throw FileFailure.writing(folder.backup(), e);
        }
        AtomicFile.write(folder.document(), StudyJson.pretty(document));
    }

    @Override
    public void close() {
        synchronized (layers) {
            for (int layer = 0; layer < layers.length; layer++) {
                if (layers[layer] != null) {
                    layers[layer].close();
                    layers[layer] = null;
                }
            }
        }
    }

    /** Whether a path is a study's folder. */
    public static boolean isStudy(Path path) {
        return Files.isDirectory(path) && Files.exists(new StudyFolder(path).document());
    }
}
