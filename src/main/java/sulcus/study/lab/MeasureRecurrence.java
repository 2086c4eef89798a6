package sulcus.study.lab;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import sulcus.algebra.Algebra;
import sulcus.decompose.Settings;
import sulcus.evaluate.LossByKind.Labelled;
import sulcus.format.Sha256;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Sweep;
import sulcus.study.PruneModel;
import sulcus.study.Selectivity;
import sulcus.study.Study;
import sulcus.study.StudyJson;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/**
 * Measures in which single texts a study's networks are found again, see {@link Recurrence}. Layers that were done stay when it
 * is cancelled or crashes; the same operation again goes on from there and gives what an uninterrupted one gives.
 *
 * @param study with its model
 * @param text whose texts are decomposed one by one
 * @param field of .jsonl and .parquet; null for "text"
 * @param label whose values are the kinds, such as "kind"; null takes all texts as one kind
 * @param group of the study whose networks are the templates; −1 for those of all groups
 * @param layers whose networks are looked for; empty for all
 * @param iou above which two networks are the same; 0.2 in the paper
 * @param key |z| above which a neuron is a key neuron
 * @param components networks of each text, as many as it has dimensions where these are fewer; 10 in the paper
 * @param mostTexts of each kind, the first; −1 for all
 * @param mostTokens of each text, the first; texts shorter than {@code components} + 2 tokens are left out
 * @param nulls copies of each text with shifted signals
 * @param seed of the offsets and of the ICA
 * @param out .json that is written; null for the study's own, {@link Recurrence#in}
 */
public record MeasureRecurrence(
        Study study,
        TextFiles text,
        String field,
        String label,
        int group,
        List<Integer> layers,
        double iou,
        float key,
        int components,
        int mostTexts,
        int mostTokens,
        int nulls,
        long seed,
        Path out,
        Device device) {
    /** The paper's. */
    public static final double IOU = 0.2;

    /** The paper's. */
    public static final int COMPONENTS = 10;

    /** Copies of each text: each costs as much as the text itself. */
    public static final int NULLS = 10;

    /** Measures, and writes it. */
    public Recurrence run(Progress progress) {
        check();
        progress.report("opening", 0);
        try (Model model = Model.open(study.modelPath())) {
            PruneModel.sameModel(study, model);
            List<Labelled> texts = LabelledTexts.read(
                    model, text, field, label, mostTexts, components + 2, mostTokens, progress.part(0, 0.02));
            String sha256 = text.sha256(progress.part(0.02, 0.03));
            RecurrenceState state = RecurrenceState.resume(target(), key(texts, sha256));
            try (Algebra algebra = Algebra.open(device.mayBeCuda())) {
                Settings settings = new Settings(
                        components,
                        1,
                        1,
                        0,
                        mostTokens,
                        study.document().settings().settings().signals(),
                        1,
                        seed);
                List<Integer> wanted = wanted();
                RecurrenceWalk walk =
                        new RecurrenceWalk(this, texts, wanted, state, algebra, settings, progress.part(0.03, 0.99));
                List<List<int[]>> alone =
                        texts.stream().map(t -> List.of(t.ids())).toList();
                Sweep.walk(model, alone, device, wanted.getLast(), walk, walk.behind());
            }
            Recurrence found = found(texts, sha256, state.templates());
            found.write(target());
            state.remove();
            progress.report("recurrence", 1);
            return found;
        }
    }

    private void check() {
        if (!(iou >= 0 && iou < 1)) {
            throw new Refusal("IoU " + iou + ": two networks are the same above a number from 0 to 1; give 0.2");
        }
        if (!(key > 0 && Float.isFinite(key))) {
            throw new Refusal("key threshold " + key + ": key neurons have a |z| above a number; give 3");
        }
        if (components < 1 || nulls < 0 || mostTokens < components + 2) {
            throw new Refusal("components " + components + ", shifted copies " + nulls + ", tokens " + mostTokens
                    + ": give 1 component or more, no negative number of copies, and two tokens more than components");
        }
        if (group >= study.groups()) {
            throw new Refusal(study.folder() + ": has groups 0 to " + (study.groups() - 1) + ", not " + group);
        }
        for (int layer : layers) {
            if (layer < 0 || layer >= study.layers()) {
                throw new Refusal(study.folder() + ": has layers 0 to " + (study.layers() - 1) + ", not " + layer);
            }
        }
    }

    private Path target() {
        return out == null ? Recurrence.in(study) : out;
    }

    /** Layers that have templates, ascending. */
    private List<Integer> wanted() {
        List<Integer> wanted = new ArrayList<>();
        for (int layer = 0; layer < study.layers(); layer++) {
            if ((layers.isEmpty() || layers.contains(layer)) && study.components(layer, Math.max(0, group)) > 0) {
                wanted.add(layer);
            }
        }
        if (wanted.isEmpty()) {
            throw new Refusal(study.folder() + ": has no networks in layers " + layers + "; name others");
        }
        return wanted;
    }

    /** Everything that decides the result, hashed. */
    private String key(List<Labelled> texts, String sha256) {
        StringBuilder all = new StringBuilder(study.folder().toString());
        all.append(StudyJson.line(study.document().settings()))
                .append(StudyJson.line(study.document().model().files()))
                .append(study.document().created())
                .append(sha256);
        for (Object one : new Object[] {
            label, field, group, layers, iou, key, components, mostTexts, mostTokens, nulls, seed, device, texts.size()
        }) {
            all.append('|').append(one);
        }
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Recurrence found(List<Labelled> texts, String sha256, List<Recurrence.Template> raw) {
        List<String> kinds = LabelledTexts.kinds(texts);
        float[] qIou = corrected(raw.stream().map(Recurrence.Template::pIou).toList());
        float[] qR = corrected(raw.stream().map(Recurrence.Template::pR).toList());
        List<Recurrence.Template> templates = new ArrayList<>();
        int n = texts.size();
        for (int i = 0; i < raw.size(); i++) {
            Recurrence.Template t = raw.get(i);
            templates.add(new Recurrence.Template(
                    t.network(),
                    t.keyNeurons(),
                    t.iou(),
                    t.r(),
                    t.matches(),
                    t.pIou(),
                    t.pR(),
                    java.util.Arrays.copyOfRange(qIou, i * n, (i + 1) * n),
                    java.util.Arrays.copyOfRange(qR, i * n, (i + 1) * n),
                    t.chanceRate(),
                    t.chanceFound(),
                    t.chanceIou(),
                    t.chanceR()));
        }
        return new Recurrence(
                study.folder().getFileName().toString(),
                text.name(),
                sha256,
                label,
                iou,
                key,
                components,
                nulls,
                seed,
                kinds,
                texts.stream().mapToInt(t -> kinds.indexOf(t.kind())).toArray(),
                texts.stream().mapToInt(t -> t.ids().length).toArray(),
                templates,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static float[] corrected(List<float[]> rows) {
        double[] p = rows.stream()
                .flatMapToDouble(
                        row -> java.util.stream.IntStream.range(0, row.length).mapToDouble(i -> row[i]))
                .toArray();
        double[] q = Selectivity.falseDiscovery(p);
        float[] all = new float[q.length];
        for (int i = 0; i < q.length; i++) {
            all[i] = (float) q[i];
        }
        return all;
    }
}
