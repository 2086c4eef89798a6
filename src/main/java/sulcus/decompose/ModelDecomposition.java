package sulcus.decompose;

import java.util.List;
import java.util.function.Consumer;
import sulcus.algebra.Algebra;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;
import sulcus.task.Progress;

/** All layers of a model to functional networks, in one sweep of the calibration tokens. */
public final class ModelDecomposition {
    private ModelDecomposition() {}

    /**
     * Walks the model and decomposes each layer and group as it passes; one layer's activations are in memory at a time.
     *
     * @param groups token ids: groups of texts
     * @param each called once for each layer, in order
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
        if (firstLayer >= model.description().layers()) {
            return;
        }
        try (Algebra algebra = Algebra.open(device != Device.CPU);
                NetworkDecomposition decomposition = new NetworkDecomposition(algebra)) {
            Sweep.Visitor visitor = new Sweep.Visitor() {
                @Override
                public Sweep.Wanted wanted(int layer) {
                    if (layer < firstLayer) {
                        return new Sweep.Wanted(false, false, false);
                    }
                    return new Sweep.Wanted(true, settings.signals() == Signals.ACTIVATION_UP, true);
                }

                @Override
                public void visit(LayerSignals signals) {
                    if (signals.layer() < firstLayer) {
                        return;
                    }
                    LayerNetworks networks = decomposition.networks(signals, settings, progress);
                    each.accept(new LayerResult(
                            signals.layer(), List.of(networks), networks.scores(), null, null, 0, 0));
                }
            };
            Sweep.walk(model, groups, device, model.description().layers() - 1, visitor, progress);
        }
    }
}
