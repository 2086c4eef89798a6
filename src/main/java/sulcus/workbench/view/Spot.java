package sulcus.workbench.view;

/** One neuron of the model, both 0-based. */
public record Spot(int layer, int neuron) {}
