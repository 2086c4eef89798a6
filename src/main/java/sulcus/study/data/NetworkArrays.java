package sulcus.study.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import sulcus.decompose.NeuronMap;
import sulcus.format.ElementType;
import sulcus.format.NiftiWriter;
import sulcus.format.NpyWriter;
import sulcus.format.SafetensorsWriter;
import sulcus.format.SafetensorsWriter.Declared;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.study.data.WriteData.Written;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Rows of networks, read and written one layer at a time: maps or time courses. */
record NetworkArrays(Study study, DataKind kind, int[] layers, int group) {
    private interface Rows {
        void row(float[] values);
    }

    private void rows(int layer, Rows to) {
        if (kind == DataKind.MAPS) {
            study.maps(layer, group, (network, map) -> to.row(map));
            return;
        }
        for (int k = 0; k < study.components(layer, group); k++) {
            to.row(study.timeCourse(new NetworkId(layer, group, k)));
        }
    }

    private int length(int layer) {
        NetworkId first = new NetworkId(layer, group, 0);
        return kind == DataKind.MAPS ? study.map(first).length : study.timeCourse(first).length;
    }

    private String tensor(int layer) {
        return "layer." + layer + "." + kind.label().replace('-', '_');
    }

    Written write(Path out, DataForm form, Progress progress) {
        return switch (form) {
            case SAFETENSORS -> safetensors(out, progress);
            case NPY -> npy(out);
            default -> volumes(out, progress);
        };
    }

    private Written safetensors(Path out, Progress progress) {
        List<Declared> declared = Arrays.stream(layers)
                .mapToObj(l -> new Declared(tensor(l), ElementType.F32, study.components(l, group), length(l)))
                .toList();
        try (SafetensorsWriter writer = SafetensorsWriter.replace(out, declared, Map.of())) {
            for (int i = 0; i < layers.length; i++) {
                progress.report("layer " + layers[i], i / (double) layers.length);
                String tensor = tensor(layers[i]);
                rows(layers[i], row -> writer.writeFloats(tensor, row));
            }
            writer.commit();
        }
        return new Written(out, layers.length, declared.getFirst().shape());
    }

    private Written npy(Path out) {
        if (layers.length != 1) {
            throw new Refusal(out + ": an array holds the networks of one layer; give --layer, or take .safetensors");
        }
        long[] shape = {study.components(layers[0], group), length(layers[0])};
        try (NpyWriter writer = NpyWriter.replace(out, ElementType.F32, shape)) {
            rows(layers[0], writer::append);
            writer.commit();
        }
        return new Written(out, 1, shape);
    }

    /** One volume a network, in the order of layers and networks. */
    private Written volumes(Path out, Progress progress) {
        Volume volume = Volume.of(study);
        int networks =
                Arrays.stream(layers).map(l -> study.components(l, group)).sum();
        float[] voxels = volume.empty();
        try (NiftiWriter writer =
                volume.writer(out, networks, "Sulcus: spatial maps, z; volumes are networks, slices are layers")) {
            for (int i = 0; i < layers.length; i++) {
                int layer = layers[i];
                progress.report("layer " + layer, i / (double) layers.length);
                rows(layer, map -> {
                    volume.lay(voxels, layer, NeuronMap.of(map, study.neurons(layer)));
                    writer.append(voxels);
                });
                volume.clear(voxels, layer);
            }
            writer.commit();
        }
        long[] shape = Arrays.copyOf(volume.shape(), 4);
        shape[3] = networks;
        return new Written(out, 1, shape);
    }
}
