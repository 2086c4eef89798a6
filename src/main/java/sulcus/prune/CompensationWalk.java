package sulcus.prune;

import sulcus.run.LayerSignals;
import sulcus.run.Sweep;

/**
 * The walk in which a plan is made up for: in each layer the attention first, then the MLP, which sees the stream as the changed
 * attention leaves it.
 *
 * @param besideUnchanged whether the dense model's stream is walked too
 */
record CompensationWalk(ProjectionFit attention, ProjectionFit down, boolean besideUnchanged) implements Sweep.Visitor {
    @Override
    public Sweep.Wanted wantedHeads(int layer) {
        return attention.wanted(layer);
    }

    @Override
    public void visitHeads(LayerSignals signals) {
        attention.add(signals);
    }

    @Override
    public Sweep.Change finishHeads(int layer) {
        return attention.finish(layer);
    }

    @Override
    public Sweep.Wanted wanted(int layer) {
        return down.wanted(layer);
    }

    @Override
    public void visit(LayerSignals signals) {
        down.add(signals);
    }

    @Override
    public Sweep.Change finish(int layer) {
        return down.finish(layer);
    }
}
