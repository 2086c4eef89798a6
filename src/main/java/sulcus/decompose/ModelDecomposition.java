package sulcus.decompose;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import sulcus.algebra.Algebra;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;
import sulcus.task.Progress;

/** All layers of a model, or of a file of captured activations, to functional networks. */
public final class ModelDecomposition {
    private ModelDecomposition() {}

    /**
     * Walks the model and decomposes each layer and group as it passes; one layer's activations are in memory at a time.
     *
     * @param groups token ids: groups of texts
     * @param each called once for each layer, in order, as soon as the layer is done
     */
    public static void run(
            Model model,
            List<List<int[]>> groups,
            Settings settings,
            Device device,
            Consumer<LayerResult> each,
            Progress progress) {
        run(model, groups, settings, device, 0, each, progress);
    }

    /**
     * The same from a layer on: the layers before it are walked through but not decomposed again. Gives the bits that
     * {@link #run(Model, List, Settings, Device, Consumer, Progress)} gives for the layers from {@code firstLayer} on.
     *
     * @param firstLayer 0-based; as many layers as there are does nothing
     */
    public static void run(
            Model model,
            List<List<int[]>> groups,
            Settings settings,
            Device device,
            int firstLayer,
            Consumer<LayerResult> each,
            Progress progress) {
        int layers = model.description().layers();
        if (firstLayer >= layers) {
            return;
        }
        try (Algebra algebra = Algebra.open(device.mayBeCuda());
                NetworkDecomposition decomposition = new NetworkDecomposition(algebra)) {
            Walk walk = new Walk(decomposition, settings, groups.size(), firstLayer, layers, each, progress);
            Sweep.walk(model, groups, device, layers - 1, walk, walk.behind());
        }
    }

    /** Decomposes every layer of activations captured elsewhere, as one group. */
    public static void run(
            CapturedActivations captured, Settings settings, Consumer<LayerResult> each, Progress progress) {
        run(captured, settings, 0, each, progress);
    }

    /**
     * The same without the layers that are done already.
     *
     * @param done how many of the file's layers, from the first, are left out
     */
    public static void run(
            CapturedActivations captured, Settings settings, int done, Consumer<LayerResult> each, Progress progress) {
        List<Integer> layers = captured.layers().subList(done, captured.layers().size());
        try (Algebra algebra = Algebra.open(false);
                NetworkDecomposition decomposition = new NetworkDecomposition(algebra)) {
            Walk walk = new Walk(decomposition, settings, 1, 0, layers.size(), each, progress);
            for (int layer : layers) {
                walk.visit(captured.signals(layer, walk.wanted(layer), walk.behind()));
                walk.finish(layer);
            }
        }
    }

    /** Decomposes what the sweep shows it. */
    private static final class Walk implements Sweep.Visitor {
        private final NetworkDecomposition decomposition;
        private final Settings settings;
        private final int groups;
        private final int firstLayer;
        private final int layers;
        private final Consumer<LayerResult> each;
        private final Progress progress;
        private final List<LayerNetworks> networks = new ArrayList<>();
        private NeuronMeans means;
        private float[] scores;
        private int done;
        private double behind;
        private long last = System.nanoTime();
        private double captureSeconds;
        private double decomposeSeconds;

        Walk(
                NetworkDecomposition decomposition,
                Settings settings,
                int groups,
                int firstLayer,
                int layers,
                Consumer<LayerResult> each,
                Progress progress) {
            this.decomposition = decomposition;
            this.settings = settings;
            this.groups = groups;
            this.firstLayer = firstLayer;
            this.layers = layers - firstLayer;
            this.each = each;
            this.progress = progress;
        }

        /** The progress of capturing: its words, with the fraction that decomposing has reached. */
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

        @Override
        public Sweep.Wanted wanted(int layer) {
            if (layer < firstLayer) {
                return new Sweep.Wanted(false, false, false);
            }
            boolean both = settings.signals() == Signals.ACTIVATION_UP;
            return new Sweep.Wanted(true, both, !both);
        }

        @Override
        public void visit(LayerSignals signals) {
            if (signals.layer() < firstLayer) {
                return;
            }
            captureSeconds += lap();
            if (means == null) {
                means = new NeuronMeans(signals.neurons());
                scores = new float[signals.neurons()];
            }
            means.add(signals);
            double whole = (double) layers * groups;
            double from = (done * (double) groups + networks.size()) / whole;
            NetworkDecomposition.Result result =
                    decomposition.networks(signals, settings, progress.part(from, from + 1 / whole));
            behind = from + 1 / whole;
            networks.add(result.networks());
            for (int j = 0; j < scores.length; j++) {
                scores[j] = Math.max(scores[j], result.scores()[j]);
            }
            decomposeSeconds += lap();
        }

        @Override
        public Sweep.Change finish(int layer) {
            if (layer < firstLayer) {
                lap();
                return null;
            }
            captureSeconds += lap();
            LayerResult result = new LayerResult(
                    layer,
                    List.copyOf(networks),
                    scores,
                    means.meanActivation(),
                    means.meanProduct(),
                    captureSeconds,
                    decomposeSeconds);
            networks.clear();
            means = null;
            captureSeconds = 0;
            decomposeSeconds = 0;
            done++;
            each.accept(result);
            lap();
            return null;
        }

        private double lap() {
            long now = System.nanoTime();
            double seconds = (now - last) * 1e-9;
            last = now;
            return seconds;
        }
    }
}
