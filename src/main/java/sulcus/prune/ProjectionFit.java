package sulcus.prune;

import sulcus.run.LayerSignals;
import sulcus.run.Sweep;

/** What makes up for the removed inputs of one projection, layer by layer while the text walks through the model. */
interface ProjectionFit {
    /** What it looks at in a layer; nothing where the projection stays. */
    Sweep.Wanted wanted(int layer);

    /** Looks at one group of texts in a layer. */
    void add(LayerSignals signals);

    /** Fits the layer; null where the walk goes on with what was there. */
    Sweep.Change finish(int layer);

    /** What was fitted. */
    Refit refit();
}
