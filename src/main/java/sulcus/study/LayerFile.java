package sulcus.study;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sulcus.decompose.LayerNetworks;
import sulcus.decompose.LayerResult;
import sulcus.decompose.layout.LayerMembers;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.SafetensorsWriter;
import sulcus.format.SafetensorsWriter.Declared;
import sulcus.format.TensorInfo;
import sulcus.task.Refusal;

/**
 * One layer's networks on disk, memory-mapped: per group {@code group.G.maps} (F16, K × M), {@code group.G.time_courses} (F32,
 * K × T), {@code group.G.variance} (F32, K), {@code group.G.singular_values} (F64, K), with restarts {@code group.G.stability}
 * (F32, K) and what the networks are centroids of, {@code group.G.starts} (F32, R·K × K) and {@code group.G.start_networks}
 * (I32, R·K), see {@link LayerNetworks.Starts}; and {@code max_z}, {@code mean_activation}, {@code mean_product} (F32, n). How the decomposition went is in the
 * file's metadata.
 */
final class LayerFile implements AutoCloseable {
    /** Ties the file to the decomposition it is part of, so that a resumed one takes no other's. */
    private static final String KEY = "sulcus.decomposition";

    private static final String REPORT = "sulcus.report";

    private final SafetensorsFile file;

    private LayerFile(SafetensorsFile file) {
        this.file = file;
    }

    static LayerFile open(Path path) {
        return new LayerFile(SafetensorsFile.open(path));
    }

    /** Writes a layer whole or not at all. */
    static void write(Path path, LayerResult layer, String key) {
        List<Declared> tensors = new ArrayList<>();
        int n = layer.scores().length;
        tensors.add(new Declared("max_z", ElementType.F32, n));
        tensors.add(new Declared("mean_activation", ElementType.F32, n));
        tensors.add(new Declared("mean_product", ElementType.F32, n));
        for (LayerNetworks g : layer.groups()) {
            tensors.add(new Declared(name(g.group(), "maps"), ElementType.F16, g.components(), g.signals()));
            tensors.add(new Declared(name(g.group(), "time_courses"), ElementType.F32, g.components(), g.tokens()));
            tensors.add(new Declared(name(g.group(), "variance"), ElementType.F32, g.components()));
            tensors.add(new Declared(name(g.group(), "singular_values"), ElementType.F64, g.singularValues().length));
            if (g.stability() != null) {
                int starts = g.starts().networks().length;
                tensors.add(new Declared(name(g.group(), "stability"), ElementType.F32, g.components()));
                tensors.add(new Declared(name(g.group(), "starts"), ElementType.F32, starts, g.components()));
                tensors.add(new Declared(name(g.group(), "start_networks"), ElementType.I32, starts));
            }
        }
        Map<String, String> metadata = Map.of(KEY, key, REPORT, StudyJson.line(reports(layer)));
        try (SafetensorsWriter writer = SafetensorsWriter.replace(path, tensors, metadata)) {
            writer.writeFloats("max_z", layer.scores());
            writer.writeFloats("mean_activation", layer.meanActivation());
            writer.writeFloats("mean_product", layer.meanProduct());
            for (LayerNetworks g : layer.groups()) {
                writer.writeFloats(name(g.group(), "maps"), g.maps());
                writer.writeFloats(name(g.group(), "time_courses"), g.timeCourses());
                writer.writeFloats(name(g.group(), "variance"), g.variance());
                writer.write(name(g.group(), "singular_values"), LittleEndian.doubles(g.singularValues()));
                if (g.stability() != null) {
                    writer.writeFloats(name(g.group(), "stability"), g.stability());
                    writer.writeFloats(name(g.group(), "starts"), g.starts().rows());
                    writer.write(
                            name(g.group(), "start_networks"),
                            LittleEndian.ints(g.starts().networks()));
                }
            }
            writer.commit();
        }
    }

    private static StudyDocument.LayerRecord[] reports(LayerResult layer) {
        return layer.groups().stream()
                .map(g -> new StudyDocument.LayerRecord(
                        g.layer(),
                        g.group(),
                        g.signals(),
                        g.components(),
                        sum(g.variance()),
                        g.iterations(),
                        g.converged(),
                        g.contrast(),
                        g.constantSignals(),
                        layer.captureSeconds(),
                        layer.decomposeSeconds()))
                .toArray(StudyDocument.LayerRecord[]::new);
    }

    private static double sum(float[] shares) {
        double sum = 0;
        for (float share : shares) {
            sum += share;
        }
        return sum;
    }

    private static String name(int group, String array) {
        return "group." + group + "." + array;
    }

    /** Whether the file was written by the decomposition of this key. */
    boolean belongsTo(String key) {
        return key.equals(file.metadata().get(KEY));
    }

    /** How the decomposition went, one entry a group. */
    List<StudyDocument.LayerRecord> reports() {
        String report = file.metadata().get(REPORT);
        if (report == null) {
            throw new Refusal(file.path() + ": has no report of its decomposition; decompose again");
        }
        return List.of(StudyJson.parse(file.path() + ": report", report, StudyDocument.LayerRecord[].class));
    }

    /** K of a group, 0 if the group is not there. */
    int components(int group) {
        TensorInfo maps = file.tensors().get(name(group, "maps"));
        return maps == null || maps.shape().length != 2 ? 0 : (int) maps.shape()[0];
    }

    /** M of a group. */
    int signals(int group) {
        return (int) matrix(name(group, "maps")).shape()[1];
    }

    /** T of a group. */
    int tokens(int group) {
        return (int) matrix(name(group, "time_courses")).shape()[1];
    }

    /** One map, M values. */
    float[] map(int group, int network) {
        return row(name(group, "maps"), network);
    }

    /** One map into an array of M values. */
    void map(int group, int network, float[] values) {
        row(name(group, "maps"), network, values);
    }

    /** One time course, T values. */
    float[] timeCourse(int group, int network) {
        return row(name(group, "time_courses"), network);
    }

    /** What the layout and the dendrogram need of the first group. */
    LayerMembers members(int neurons) {
        return LayerMembers.of(
                array(0, "maps"), components(0), signals(0), neurons, array(0, "time_courses"), tokens(0));
    }

    /** A vector, or a matrix row after row. */
    float[] array(int group, String array) {
        return array(name(group, array));
    }

    boolean has(int group, String array) {
        return file.tensors().containsKey(name(group, array));
    }

    /** {@code max_z}, {@code mean_activation} or {@code mean_product}. */
    float[] array(String name) {
        TensorInfo info = file.tensor(name);
        float[] values = new float[Math.toIntExact(info.elements())];
        file.readFloats(info, 0, values.length, MemorySegment.ofArray(values));
        return values;
    }

    double[] singularValues(int group) {
        return LittleEndian.doubles(file.bytes(file.tensor(name(group, "singular_values"))));
    }

    /**
     * The components of every start of a group; null with one start, and in studies from before they were kept.
     *
     * @throws Refusal if what is there does not fit together
     */
    LayerNetworks.Starts starts(int group) {
        if (!has(group, "starts")) {
            return null;
        }
        TensorInfo rows = matrix(name(group, "starts"));
        int[] networks = LittleEndian.ints(file.bytes(file.tensor(name(group, "start_networks"))));
        int k = components(group);
        if (rows.shape()[0] != networks.length || rows.shape()[1] != k || networks.length % k != 0) {
            throw new Refusal(file.path() + ": " + name(group, "starts") + ": has not " + k
                    + " components a start, or not as many networks; decompose again");
        }
        for (int network : networks) {
            if (network < 0 || network >= k) {
                throw new Refusal(file.path() + ": " + name(group, "start_networks") + ": network " + network
                        + " is not one of " + k + "; decompose again");
            }
        }
        return new LayerNetworks.Starts(array(group, "starts"), networks);
    }

    private float[] row(String name, int index) {
        float[] values = new float[Math.toIntExact(matrix(name).shape()[1])];
        row(name, index, values);
        return values;
    }

    private void row(String name, int index, float[] values) {
        TensorInfo info = matrix(name);
        if (index < 0 || index >= info.shape()[0]) {
            throw new Refusal(
                    file.path() + ": " + name + ": has networks 0 to " + (info.shape()[0] - 1) + ", not " + index);
        }
        file.readFloats(info, (long) index * values.length, values.length, MemorySegment.ofArray(values));
    }

    private TensorInfo matrix(String name) {
        TensorInfo info = file.tensor(name);
        if (info.shape().length != 2) {
            throw new Refusal(file.path() + ": " + name + ": is no matrix");
        }
        return info;
    }

    /** Gives back the memory that what was read takes. */
    void release() {
        file.release();
    }

    @Override
    public void close() {
        file.close();
    }
}
