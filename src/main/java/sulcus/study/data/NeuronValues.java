package sulcus.study.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import sulcus.format.AtomicFile;
import sulcus.format.ElementType;
import sulcus.format.NiftiWriter;
import sulcus.format.NpyWriter;
import sulcus.format.SafetensorsWriter;
import sulcus.format.SafetensorsWriter.Declared;
import sulcus.prune.Plan;
import sulcus.study.Study;
import sulcus.study.data.WriteData.Written;
import sulcus.task.Refusal;

/**
 * One value a neuron.
 *
 * @param layers whose values they are, 0-based
 * @param values [index of the layer in {@code layers}][neuron]
 * @param all whether all layers are meant
 */
record NeuronValues(int[] layers, float[][] values, boolean all) {
    static NeuronValues of(Study study, DataKind kind, Plan plan, int[] layers, boolean all) {
        float[][] everywhere = switch (kind) {
            case SCORES -> study.scores();
            case ANATOMY -> study.anatomy();
            default -> mask(plan != null ? plan : study.planner().plan(study.rules()));
        };
        return new NeuronValues(
                layers, Arrays.stream(layers).mapToObj(l -> everywhere[l]).toArray(float[][]::new), all);
    }

    private static float[][] mask(Plan plan) {
        float[][] mask = new float[plan.neurons().length][];
        for (int layer = 0; layer < mask.length; layer++) {
            BitSet preserved = plan.preserved()[layer];
            mask[layer] = new float[plan.neurons()[layer]];
            for (int j = preserved.nextSetBit(0); j >= 0; j = preserved.nextSetBit(j + 1)) {
                mask[layer][j] = 1;
            }
        }
        return mask;
    }

    Written write(Study study, Path out, DataForm form, DataKind kind) {
        ElementType type = kind == DataKind.MASKS ? ElementType.BOOL : ElementType.F32;
        return switch (form) {
            case SAFETENSORS -> safetensors(out, kind, type);
            case NPY -> npy(out, type);
            case CSV -> csv(out, kind);
            case NIFTI -> volume(Volume.of(study), out, kind);
        };
    }

    private Written volume(Volume volume, Path out, DataKind kind) {
        try (NiftiWriter writer = volume.writer(out, 1, "Sulcus: " + kind.label())) {
            float[] voxels = volume.empty();
            for (int i = 0; i < layers.length; i++) {
                volume.lay(voxels, layers[i], values[i]);
            }
            writer.append(voxels);
            writer.commit();
        }
        return new Written(out, 1, volume.shape());
    }

    private Written safetensors(Path out, DataKind kind, ElementType type) {
        List<Declared> declared = Arrays.stream(layers)
                .mapToObj(l -> new Declared(tensor(l, kind), type, values[index(l)].length))
                .toList();
        try (SafetensorsWriter writer = SafetensorsWriter.replace(out, declared, Map.of())) {
            for (int l : layers) {
                float[] of = values[index(l)];
                if (type == ElementType.BOOL) {
                    byte[] bytes = new byte[of.length];
                    for (int j = 0; j < of.length; j++) {
                        bytes[j] = (byte) (of[j] == 0 ? 0 : 1);
                    }
                    writer.write(tensor(l, kind), java.lang.foreign.MemorySegment.ofArray(bytes));
                } else {
                    writer.writeFloats(tensor(l, kind), of);
                }
            }
            writer.commit();
        }
        return new Written(out, layers.length, new long[] {values[0].length});
    }

    private int index(int layer) {
        return Arrays.binarySearch(layers, layer);
    }

    private static String tensor(int layer, DataKind kind) {
        return "layer." + layer + "." + kind.label().replace('-', '_');
    }

    private Written npy(Path out, ElementType type) {
        int width = values[0].length;
        if (Arrays.stream(values).anyMatch(of -> of.length != width)) {
            throw new Refusal(
                    out + ": the layers have different numbers of neurons, and an array has rows of one length;"
                            + " give --layer, or take .safetensors");
        }
        long[] shape = all ? new long[] {values.length, width} : new long[] {width};
        try (NpyWriter writer = NpyWriter.replace(out, type, shape)) {
            for (float[] of : values) {
                writer.append(of);
            }
            writer.commit();
        }
        return new Written(out, 1, shape);
    }

    private Written csv(Path out, DataKind kind) {
        StringWriter text = new StringWriter();
        long rows = 0;
        try (BufferedWriter lines = new BufferedWriter(text)) {
            lines.write("layer,neuron," + (kind == DataKind.MASKS ? "preserved" : kind.label()) + "\n");
            for (int i = 0; i < layers.length; i++) {
                for (int j = 0; j < values[i].length; j++) {
                    String value =
                            kind == DataKind.MASKS ? (values[i][j] == 0 ? "0" : "1") : Float.toString(values[i][j]);
                    lines.write(layers[i] + "," + j + "," + value + "\n");
                    rows++;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        AtomicFile.write(out, text.toString().getBytes(StandardCharsets.UTF_8));
        return new Written(out, 1, new long[] {rows, 3});
    }
}
