package sulcus.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * The walk behind {@link Sweep}. Texts are packed into blocks of about {@value SweepBlock#TOKENS} tokens: matrix products run over
 * a whole block, attention over each text of it. Between layers only the blocks' hidden states are kept.
 */
final class LayerSweep implements AutoCloseable {
    private final Model model;
    private final Description description;
    private final NDManager manager;
    private final Forward forward;
    private final List<List<int[]>> groups;
    private final List<List<SweepBlock>> blocks = new ArrayList<>();
    private final Progress progress;
    private final boolean rounds;
    private float[] activation;
    private float[] up;
    private float[] product;
    private float[] missing;

    private LayerSweep(Model model, List<List<int[]>> groups, Device device, Progress progress) {
        this.model = model;
        this.description = model.description();
        this.groups = groups;
        this.progress = progress;
        this.rounds = device.rounds();
        this.manager = Place.manager(Place.choose(device));
        this.forward = new Forward(description, manager);
    }

    static void walk(
            Model model,
            List<List<int[]>> groups,
            Device device,
            int lastLayer,
            Sweep.Visitor visitor,
            Progress progress) {
        if (lastLayer < 0 || lastLayer >= model.description().layers()) {
            throw new Refusal(model.source() + ": layer " + lastLayer + ": the model has layers 0-"
                    + (model.description().layers() - 1));
        }
        if (groups.isEmpty() || groups.stream().anyMatch(LayerSweep::isEmpty)) {
            throw new Refusal(model.source() + ": a group of calibration texts has no tokens; choose another text");
        }
        try (LayerSweep sweep = new LayerSweep(model, groups, device, progress);
                ReadAhead weights = new ReadAhead(model, lastLayer + 1)) {
            sweep.embed();
            for (int layer = 0; layer <= lastLayer; layer++) {
                progress.report("layer " + (layer + 1) + " of " + (lastLayer + 1), layer / (double) (lastLayer + 1));
                try (NDManager scope = sweep.manager.newSubManager()) {
                    sweep.layer(layer, weights.next(scope), visitor);
                }
            }
        }
    }

    private static boolean isEmpty(List<int[]> group) {
        return group.stream().allMatch(text -> text.length == 0);
    }

    private void embed() {
        for (List<int[]> group : groups) {
            List<SweepBlock> packed = new ArrayList<>();
            blocks.add(packed);
            int offset = 0;
            for (List<int[]> texts : SweepBlock.pack(group)) {
                progress.check();
                int[] lengths = texts.stream().mapToInt(t -> t.length).toArray();
                for (int[] text : texts) {
                    Forward.check(model.source().toString(), description, model.weights(), text, 0);
                }
                int[] ids =
                        texts.stream().flatMapToInt(java.util.Arrays::stream).toArray();
                SweepBlock block = new SweepBlock(new Span(manager, description, lengths, 0), offset);
                block.output = forward.embed(manager, model.weights(), ids, block.span, 0);
                packed.add(block);
                offset += ids.length;
            }
        }
    }

    private void layer(int layer, NDList weights, Sweep.Visitor visitor) {
        NDList computing = rounds ? forward.rounded(weights) : weights;
        boolean attended = visitor.wantedHeads(layer).any();
        if (attended) {
            heads(layer, weights, computing, visitor);
        }
        Sweep.Wanted wanted = visitor.wanted(layer);
        boolean up = wanted.up() && description.gated();
        int want = (wanted.activation() ? LayerScript.ACTIVATION : 0)
                | (up ? LayerScript.UP : 0)
                | (wanted.product() ? LayerScript.PRODUCT : 0);
        int neurons = description.neurons()[layer];
        float[] norms = norms(weights, "down");
        for (int g = 0; g < groups.size(); g++) {
            allocate(tokens(g), neurons, wanted, up);
            for (SweepBlock block : blocks.get(g)) {
                progress.check();
                if (!attended) {
                    attend(layer, block, computing, 0);
                    release(block);
                }
                compute(layer, block, computing, want);
                follow(block, computing);
            }
            visitor.visit(signals(layer, g, neurons, norms));
        }
        Sweep.Change change = visitor.finish(layer);
        NDList changed = change == null ? null : changed(weights, change, "down");
        for (List<SweepBlock> packed : blocks) {
            for (SweepBlock block : packed) {
                if (changed != null) {
                    progress.check();
                    if (visitor.besideUnchanged() && block.unchanged == null) {
                        block.unchanged = block.output;
                    } else {
                        block.output.close();
                    }
                    block.output = forward.mlp(block.input, block.attended, block.span, changed, new NDList(), 0, false)
                            .head();
                    checkFinite(layer, block, weights);
                }
                block.attended.close();
                if (block.input != block.attended) {
                    block.input.close();
                }
            }
        }
    }

    /**
     * The attention of all blocks, looked at and changed before any MLP of the layer.
     *
     * @param computing the weights as they are multiplied, rounded or not
     */
    private void heads(int layer, NDList weights, NDList computing, Sweep.Visitor visitor) {
        Sweep.Wanted wanted = visitor.wantedHeads(layer);
        int channels = description.queryWidth(layer);
        float[] norms = norms(weights, "attention_output");
        Sweep.Wanted copied = new Sweep.Wanted(false, false, wanted.product(), wanted.missing());
        for (int g = 0; g < groups.size(); g++) {
            allocate(tokens(g), channels, copied, false);
            for (SweepBlock block : blocks.get(g)) {
                progress.check();
                NDList out = attend(layer, block, computing, wanted.product() ? LayerScript.HEADS : 0);
                if (wanted.product()) {
                    try (NDArray heads = out.get(1)) {
                        copy(heads, product, block.offset);
                    }
                }
                note(block.unchangedAttended == null ? block.attended : block.unchangedAttended, block.input, block);
            }
            visitor.visitHeads(signals(layer, g, channels, norms));
        }
        Sweep.Change change = visitor.finishHeads(layer);
        NDList changed = change == null ? null : changed(weights, change, "attention_output");
        for (List<SweepBlock> packed : blocks) {
            for (SweepBlock block : packed) {
                if (changed != null) {
                    progress.check();
                    if (visitor.besideUnchanged() && block.unchangedAttended == null) {
                        block.unchangedInput = description.parallelResidual() ? block.input.duplicate() : null;
                        block.unchangedAttended = block.attended;
                    } else {
                        block.attended.close();
                    }
                    block.attended =
                            attended(block.input, layer, block, changed, 0).head();
                }
                release(block);
            }
        }
    }

    private int tokens(int group) {
        return groups.get(group).stream().mapToInt(t -> t.length).sum();
    }

    private LayerSignals signals(int layer, int group, int width, float[] norms) {
        int[] lengths = groups.get(group).stream()
                .mapToInt(t -> t.length)
                .filter(l -> l > 0)
                .toArray();
        return new LayerSignals(
                layer, group, tokens(group), width, lengths, activation, this.up, product, missing, norms);
    }

    /** Takes both streams through the layer's attention. */
    private NDList attend(int layer, SweepBlock block, NDList weights, int want) {
        block.input = block.output;
        NDList out = attended(block.input, layer, block, weights, want);
        block.attended = out.head();
        if (block.unchanged != null) {
            block.unchangedInput = block.unchanged;
            block.unchangedAttended =
                    attended(block.unchangedInput, layer, block, weights, 0).head();
            block.unchanged = null;
        }
        return out;
    }

    private NDList attended(NDArray input, int layer, SweepBlock block, NDList weights, int want) {
        return forward.attend(input, block.span, layer, weights, new NDList(), want, false);
    }

    /** Lets go of what the layer began with where only attention reads it; the MLP then reads the stream after attention. */
    private void release(SweepBlock block) {
        if (!description.parallelResidual()) {
            block.input.close();
            block.input = block.attended;
        }
    }

    private void compute(int layer, SweepBlock block, NDList weights, int want) {
        NDList out = forward.mlp(block.input, block.attended, block.span, weights, new NDList(), want, false);
        block.output = out.head();
        checkFinite(layer, block, weights);
        int next = 1;
        for (float[] target : new float[][] {activation, up, product}) {
            if (target != null) {
                try (NDArray values = out.get(next++)) {
                    copy(values, target, block.offset);
                }
            }
        }
    }

    /** Takes the unchanged stream through the layer's MLP, and notes what the changed one is short of. */
    private void follow(SweepBlock block, NDList weights) {
        if (block.unchangedAttended != null) {
            NDArray attended = block.unchangedAttended;
            NDArray input = description.parallelResidual() ? block.unchangedInput : attended;
            block.unchanged = forward.mlp(input, attended, block.span, weights, new NDList(), 0, false)
                    .head();
            attended.close();
            if (block.unchangedInput != null) {
                block.unchangedInput.close();
            }
            block.unchangedAttended = null;
            block.unchangedInput = null;
        }
        note(block.unchanged == null ? block.output : block.unchanged, block.attended, block);
    }

    /** Writes {@code goal − before} where it is wanted. */
    private void note(NDArray goal, NDArray before, SweepBlock block) {
        if (missing != null) {
            try (NDArray gap = goal.sub(before);
                    NDArray unscaled = gap.div(description.embedding().residualScale())) {
                copy(unscaled, missing, block.offset);
            }
        }
    }

    private void checkFinite(int layer, SweepBlock block, NDList weights) {
        if (!forward.finite(block.output, block.span, weights)) {
            throw new Refusal(
                    model.source() + ": layer " + layer
                            + ": values are NaN or infinite on this text; the weights of this layer or of one before are damaged");
        }
    }

    private static void copy(NDArray values, float[] target, int rowOffset) {
        FloatBuffer floats = values.toByteBuffer(true).asFloatBuffer();
        int width = (int) values.getShape().get(1);
        floats.get(target, rowOffset * width, floats.remaining());
    }

    /** Arrays are kept from layer to layer as long as they fit exactly. */
    private void allocate(int tokens, int neurons, Sweep.Wanted wanted, boolean wantsUp) {
        long size = (long) tokens * Math.max(neurons, wanted.missing() ? description.hiddenSize() : 0);
        if (size > Integer.MAX_VALUE - 8) {
            throw new Refusal(model.source() + ": " + tokens + " tokens × " + neurons
                    + " neurons are more than one array holds; use fewer texts in a group or --max-tokens");
        }
        activation = fitting(activation, tokens * neurons, wanted.activation());
        up = fitting(up, tokens * neurons, wantsUp);
        product = fitting(product, tokens * neurons, wanted.product());
        missing = fitting(missing, tokens * description.hiddenSize(), wanted.missing());
    }

    private static float[] fitting(float[] array, int size, boolean wanted) {
        if (!wanted) {
            return null;
        }
        return array != null && array.length == size ? array : new float[size];
    }

    private static NDArray find(NDList weights, String key) {
        return weights.stream()
                .filter(a -> a.getName().equals("w." + key))
                .findFirst()
                .orElseThrow();
    }

    private static float[] norms(NDList weights, String key) {
        NDArray matrix = find(weights, key);
        try (NDArray squares = matrix.square();
                NDArray sums = squares.sum(new int[] {0});
                NDArray norms = sums.sqrt()) {
            return norms.toFloatArray();
        }
    }

    /** The layer's weights with the change of one projection in them, in the weights' own manager. */
    private NDList changed(NDList weights, Sweep.Change change, String key) {
        NDArray matrix = find(weights, key);
        NDManager scope = matrix.getManager();
        NDList all = new NDList(weights);
        if (change.matrix() != null || change.factor() != null) {
            all.remove(matrix);
            NDArray other = change.matrix() == null ? matrix : scope.create(change.matrix(), matrix.getShape());
            all.add(Forward.named(key, change.factor() == null ? other : other.mul(scope.create(change.factor()))));
        }
        if (change.bias() != null) {
            NDArray added = scope.create(change.bias());
            NDArray own = all.get("w." + key + ".bias");
            all.remove(own);
            all.add(Forward.named(key + ".bias", own == null ? added : own.add(added)));
        }
        return rounds ? forward.rounded(all) : all;
    }

    @Override
    public void close() {
        forward.close();
        manager.close();
    }
}
