package sulcus.decompose;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sulcus.format.SafetensorsFile;
import sulcus.format.TensorInfo;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Activations captured elsewhere: a safetensors file with tensors {@code layer.N.mlp_activation}, {@code layer.N.mlp_up} and
 * {@code layer.N.mlp_down_input} (tokens × neurons each), as the command {@code activations} writes them. Any layers, in any
 * order; other tensors are not looked at. A layer without {@code mlp_up} counts as a plain MLP.
 */
public final class CapturedActivations implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("layer\\.(\\d{1,6})\\.(mlp_activation|mlp_up|mlp_down_input)");
    /** Elements decoded between two looks at whether the work was cancelled. */
    private static final int BLOCK = 1 << 22;

    private final SafetensorsFile file;
    private final List<Integer> layers;

    private CapturedActivations(SafetensorsFile file, List<Integer> layers) {
        this.file = file;
        this.layers = layers;
    }

    /**
     * Opens a file; activations stay on disk until asked for.
     *
     * @throws Refusal if it is no safetensors file or holds no layer's activations
     */
    public static CapturedActivations open(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        TreeSet<Integer> layers = new TreeSet<>();
        for (String name : file.tensors().keySet()) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                layers.add(Integer.parseInt(matcher.group(1)));
            }
        }
        if (layers.isEmpty()) {
            file.close();
            throw new Refusal(path + ": no tensor is named layer.N.mlp_activation, layer.N.mlp_up or"
                    + " layer.N.mlp_down_input; give the file that the activations command writes");
        }
        return new CapturedActivations(file, List.copyOf(layers));
    }

    public Path path() {
        return file.path();
    }

    /** The layers that the file has something of, ascending. */
    public List<Integer> layers() {
        return layers;
    }

    /** Tokens × neurons of a layer, from the header alone. */
    public int[] shape(int layer) {
        for (String kind : List.of("mlp_activation", "mlp_down_input", "mlp_up")) {
            TensorInfo info = file.tensors().get(name(layer, kind));
            if (info != null) {
                return shape(info);
            }
        }
        throw new Refusal(path() + ": has nothing of layer " + layer);
    }

    /**
     * Reads a layer's signals as one group; the norms of the down projection are unknown (null).
     *
     * @throws Refusal if what is wanted is missing, or shapes differ
     */
    public LayerSignals signals(int layer, Sweep.Wanted wanted, Progress progress) {
        int[] shape = shape(layer);
        boolean gated = file.tensors().containsKey(name(layer, "mlp_up"));
        boolean activationThere = file.tensors().containsKey(name(layer, "mlp_activation"));
        float[] activation = wanted.activation() && (activationThere || !wanted.product())
                ? read(layer, "mlp_activation", shape, progress)
                : null;
        float[] up = wanted.up() && gated ? read(layer, "mlp_up", shape, progress) : null;
        float[] product = wanted.product() ? read(layer, "mlp_down_input", shape, progress) : null;
        return new LayerSignals(
                layer, 0, shape[0], shape[1], new int[] {shape[0]}, activation, up, product, null, null);
    }

    private static String name(int layer, String kind) {
        return "layer." + layer + "." + kind;
    }

    private int[] shape(TensorInfo info) {
        long[] shape = info.shape();
        if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
            throw new Refusal(path() + ": " + info.name() + ": has shape " + Arrays.toString(shape)
                    + "; tokens × neurons are expected");
        }
        if (shape[0] > Integer.MAX_VALUE / shape[1]) {
            throw new Refusal(path() + ": " + info.name() + ": " + shape[0] + " × " + shape[1]
                    + " values are more than one group can have; split the tokens");
        }
        return new int[] {(int) shape[0], (int) shape[1]};
    }

    private float[] read(int layer, String kind, int[] shape, Progress progress) {
        TensorInfo info = file.tensors().get(name(layer, kind));
        if (info == null) {
            throw new Refusal(path() + ": " + name(layer, kind) + " is missing; it is needed for these signals");
        }
        if (!Arrays.equals(shape(info), shape)) {
            throw new Refusal(path() + ": " + info.name() + ": has shape " + Arrays.toString(info.shape())
                    + ", others of the layer " + Arrays.toString(shape));
        }
        float[] values = new float[shape[0] * shape[1]];
        MemorySegment all = MemorySegment.ofArray(values);
        for (int from = 0; from < values.length; from += BLOCK) {
            progress.report("reading layer " + layer, (double) from / values.length);
            int count = Math.min(BLOCK, values.length - from);
            file.readFloats(info, from, count, all.asSlice((long) from * Float.BYTES, (long) count * Float.BYTES));
        }
        return values;
    }

    @Override
    public void close() {
        file.close();
    }
}
