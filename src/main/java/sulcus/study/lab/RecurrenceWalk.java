package sulcus.study.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import sulcus.algebra.Algebra;
import sulcus.decompose.LayerNetworks;
import sulcus.decompose.NetworkDecomposition;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.evaluate.LossByKind.Labelled;
import sulcus.prune.NetworkId;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Decomposes every text in every layer as the model passes it, and its shifted copies, and matches them to the templates. */
final class RecurrenceWalk implements Sweep.Visitor {
    /** Between the seeds of layers, texts and copies (a prime near 2⁶⁴/φ). */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    /** A network of the study, ready to be matched. */
    private record Template(NetworkId id, float[] map, BitSet keys) {}

    private final MeasureRecurrence asked;
    private final List<Labelled> texts;
    private final List<Integer> layers;
    private final RecurrenceState state;
    private final Algebra algebra;
    private final Settings settings;
    private final Progress progress;
    private List<Template> templates = List.of();
    private List<Tally> tallies = List.of();
    private double behind;
    private final int kinds;
    private final int[] kindOf;

    RecurrenceWalk(
            MeasureRecurrence asked,
            List<Labelled> texts,
            List<Integer> layers,
            RecurrenceState state,
            Algebra algebra,
            Settings settings,
            Progress progress) {
        this.asked = asked;
        this.texts = texts;
        this.layers = layers;
        this.state = state;
        this.algebra = algebra;
        this.settings = settings;
        this.progress = progress;
        List<String> names = LabelledTexts.kinds(texts);
        kinds = names.size();
        kindOf = texts.stream().mapToInt(t -> names.indexOf(t.kind())).toArray();
    }

    /** The progress of running the model: its words, with the fraction that matching has reached. */
    Progress behind() {
        return new Progress() {
            @Override
            public void report(String what, double fraction) {
                progress.report(what, behind);
            }

            @Override
            public void check() {
                progress.check();
            }
        };
    }

    private boolean isWanted(int layer) {
        return layers.contains(layer) && !state.has(layer);
    }

    @Override
    public Sweep.Wanted wanted(int layer) {
        if (!isWanted(layer)) {
            return Sweep.Wanted.NOTHING;
        }
        boolean both = settings.signals() == Signals.ACTIVATION_UP;
        return new Sweep.Wanted(both, both, !both);
    }

    @Override
    public void visit(LayerSignals signals) {
        int layer = signals.layer();
        if (!isWanted(layer)) {
            return;
        }
        int text = signals.group();
        if (text == 0) {
            templates = templates(layer);
            tallies = templates.stream()
                    .map(t -> new Tally(t.id, t.keys.cardinality(), texts.size(), asked.nulls()))
                    .toList();
        }
        double whole = layers.size() * (double) texts.size();
        behind = (layers.indexOf(layer) * (double) texts.size() + text) / whole;
        progress.report("layer " + layer + ": text " + (text + 1) + " of " + texts.size(), behind);
        // copies side by side: matrices of one text are too small to keep all cores at work
        algebra.together(1 + asked.nulls(), i -> {
            progress.check();
            int copy = i - 1;
            long seed = asked.seed() + SEED_STEP * (i + asked.nulls() * (text + (long) texts.size() * layer));
            match(networks(copy < 0 ? signals : ShiftedSignals.of(signals, seed)), text, copy);
        });
    }

    private List<Template> templates(int layer) {
        Study study = asked.study();
        List<Template> found = new ArrayList<>();
        for (int g = 0; g < study.groups(); g++) {
            if (asked.group() < 0 || asked.group() == g) {
                int group = g;
                study.maps(
                        layer,
                        group,
                        (k, map) -> found.add(new Template(
                                new NetworkId(layer, group, k),
                                map.clone(),
                                KeyNeurons.of(map, study.neurons(layer), asked.key()))));
            }
        }
        return found;
    }

    private LayerNetworks networks(LayerSignals signals) {
        try (NetworkDecomposition decomposition = new NetworkDecomposition(algebra)) {
            return decomposition
                    .networksAtMost(signals, settings, new Progress() {
                        @Override
                        public void report(String what, double fraction) {
                            progress.check();
                        }

                        @Override
                        public void check() {
                            progress.check();
                        }
                    })
                    .networks();
        } catch (Refusal e) {
            throw new Refusal(
                    asked.text() + ": text " + (signals.group() + 1) + " of those that are looked at ("
                            + texts.get(signals.group()).kind() + "): " + e.getMessage(),
                    e);
        }
    }

    private void match(LayerNetworks networks, int text, int copy) {
        int m = networks.signals();
        float[][] maps = new float[networks.components()][];
        BitSet[] keys = new BitSet[maps.length];
        for (int k = 0; k < maps.length; k++) {
            maps[k] = Arrays.copyOfRange(networks.maps(), k * m, (k + 1) * m);
            keys[k] = KeyNeurons.of(maps[k], networks.neurons(), asked.key());
        }
        for (int i = 0; i < templates.size(); i++) {
            Template template = templates.get(i);
            if (template.map.length != m) {
                throw new Refusal(asked.study().folder() + ": network " + template.id + ": its map has "
                        + template.map.length + " values, the model " + m + " signals; decompose again");
            }
            float iou = 0;
            float r = 0;
            int matches = 0;
            for (int k = 0; k < maps.length; k++) {
                float common = KeyNeurons.iou(template.keys, keys[k]);
                iou = Math.max(iou, common);
                r = Math.max(r, KeyNeurons.correlation(template.map, maps[k]));
                matches += common > asked.iou() ? 1 : 0;
            }
            tallies.get(i).put(text, copy, iou, r, matches);
        }
    }

    @Override
    public Sweep.Change finish(int layer) {
        if (isWanted(layer)) {
            Pool pool = new Pool(kinds, kindOf);
            for (Tally tally : tallies) {
                pool.add(tally);
            }
            List<Recurrence.Template> done =
                    tallies.stream().map(t -> t.template(pool, asked.iou())).toList();
            state.put(layer, done);
            templates = List.of();
            tallies = List.of();
        }
        return null;
    }
}
