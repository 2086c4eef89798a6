package sulcus.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sulcus.format.StrictJson;
import sulcus.task.Refusal;

/**
 * Which neurons of the model that it came from an exported model still has, by its manifest.
 *
 * @param of neurons of each layer of that model
 * @param kept [layer]: their numbers in that model, in the exported model's order; a null row where all are kept. A padded model
 *     has neurons beyond them, which give nothing.
 */
public record KeptNeurons(int[] of, int[][] kept) {
    private static final long LARGEST = 256L << 20;

    /** Pruned, recovered, pruned again and so on: no model comes of more steps. */
    private static final int STEPS = 100;

    /**
     * @param model folder or file
     * @param ancestor names of the files of the model it may come from, with their SHA-256
     * @return null for a model that Sulcus did not make of that one
     * @throws Refusal if there is a manifest that is no JSON, or contradicts itself
     */
    public static KeptNeurons of(Path model, Map<String, String> ancestor) {
        Path file = model.resolve(Manifest.NAME);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        Map<?, ?> manifest = StrictJson.readObject(file, LARGEST);
        KeptNeurons kept = null;
        for (int step = 0; step < STEPS && manifest != null; step++) {
            KeptNeurons own = plan(file, manifest);
            kept = kept == null ? own : kept.within(own, file);
            if (files(manifest).equals(ancestor)) {
                return kept;
            }
            manifest = manifest.get("provenance") instanceof Map<?, ?> provenance
                            && provenance.get("before") instanceof Map<?, ?> before
                    ? before
                    : null;
        }
        return null;
    }

    private static Map<String, String> files(Map<?, ?> manifest) {
        Map<String, String> files = new HashMap<>();
        if (manifest.get("model") instanceof Map<?, ?> model && model.get("files") instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> f
                        && f.get("name") instanceof String name
                        && f.get("sha256") instanceof String hash) {
                    files.put(name, hash);
                }
            }
        }
        return files;
    }

    private static KeptNeurons plan(Path file, Map<?, ?> manifest) {
        if (!(manifest.get("plan") instanceof Map<?, ?> plan
                && plan.get("neurons") instanceof List<?> neurons
                && plan.get("preserved") instanceof List<?> preserved
                && preserved.size() == neurons.size())) {
            throw wrong(file);
        }
        int[] of = numbers(file, neurons, Integer.MAX_VALUE);
        List<int[]> kept = new ArrayList<>();
        for (int layer = 0; layer < of.length; layer++) {
            kept.add(
                    preserved.get(layer) == null
                            ? null
                            : preserved.get(layer) instanceof List<?> row ? numbers(file, row, of[layer]) : null);
        }
        return new KeptNeurons(of, kept.toArray(int[][]::new));
    }

    private static int[] numbers(Path file, List<?> list, int below) {
        int[] numbers = new int[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(list.get(i) instanceof Long number) || number < 0 || number >= below) {
                throw wrong(file);
            }
            numbers[i] = number.intValue();
        }
        return numbers;
    }

    /** What this model kept of one that itself kept that. */
    private KeptNeurons within(KeptNeurons before, Path file) {
        if (before.of.length != of.length) {
            throw wrong(file);
        }
        int[][] all = new int[of.length][];
        for (int layer = 0; layer < of.length; layer++) {
            int[] own = kept[layer];
            int[] older = before.kept[layer];
            if (own == null || older == null) {
                all[layer] = own == null ? older : own;
                continue;
            }
            all[layer] = new int[own.length];
            for (int i = 0; i < own.length; i++) {
                if (own[i] >= older.length) {
                    // filled up with neurons that give nothing
                    throw new Refusal(file + ": neuron " + own[i] + " of layer " + layer
                            + " was only filled in; prune from a compact export instead");
                }
                all[layer][i] = older[own[i]];
            }
        }
        return new KeptNeurons(before.of, all);
    }

    private static Refusal wrong(Path file) {
        return new Refusal(file + ": plan: missing or wrong; export the model again");
    }
}
