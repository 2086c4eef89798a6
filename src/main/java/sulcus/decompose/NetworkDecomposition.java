package sulcus.decompose;

import sulcus.algebra.Algebra;
import sulcus.run.LayerSignals;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * One layer's signals to functional networks. Keep one for all layers: its buffers are used again.
 */
public final class NetworkDecomposition implements AutoCloseable {
    private final Algebra algebra;

    public NetworkDecomposition(Algebra algebra) {
        this.algebra = algebra;
    }

    /** Decomposes one layer and group on the CPU. */
    public static LayerNetworks decompose(LayerSignals signals, Settings settings, Progress progress) {
        try (Algebra algebra = Algebra.open(false);
                NetworkDecomposition decomposition = new NetworkDecomposition(algebra)) {
            return decomposition.networks(signals, settings, progress);
        }
    }

    /**
     * Decomposes one layer and group.
     *
     * @throws Refusal if K is larger than the rank, or a signal is not a number
     */
    public LayerNetworks networks(LayerSignals signals, Settings settings, Progress progress) {
        progress.check();
        throw new Refusal("layer " + signals.layer() + ": decomposition is being built: " + settings + algebra.name());
    }

    @Override
    public void close() {
        // the algebra belongs to who made it
    }
}
