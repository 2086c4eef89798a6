package sulcus.prune.score;

import java.lang.foreign.MemorySegment;
import java.util.List;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;
import sulcus.task.Progress;

/**
 * {@link Selective} scores of a model's neurons from one walk of texts to be forgotten and texts to be kept.
 *
 * @param forget token ids, each text a sequence of its own
 * @param retain likewise
 */
public record ScoreSelective(Model model, List<int[]> forget, List<int[]> retain, Device device) {
    /** Scores [layer][neuron]. */
    public float[][] run(Progress progress) {
        int layers = model.description().layers();
        float[][] scores = new float[layers][];
        Sweep.walk(
                model,
                List.of(forget, retain),
                device,
                layers - 1,
                new Sweep.Visitor() {
                    private final Importance.Sums[] sums = new Importance.Sums[2];

                    @Override
                    public Sweep.Wanted wanted(int layer) {
                        return new Sweep.Wanted(false, false, true);
                    }

                    @Override
                    public void visit(LayerSignals signals) {
                        Importance.Sums side = new Importance.Sums(signals.neurons());
                        long bytes = (long) Float.BYTES * signals.tokens() * signals.neurons();
                        side.add(MemorySegment.ofArray(signals.product()).asSlice(0, bytes));
                        sums[signals.group()] = side;
                    }

                    @Override
                    public Sweep.Change finish(int layer) {
                        scores[layer] = Selective.of(sums[0], sums[1]);
                        return null;
                    }
                },
                progress);
        return scores;
    }
}
