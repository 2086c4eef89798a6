package sulcus.study.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sulcus.format.AtomicFile;
import sulcus.format.ElementType;
import sulcus.format.NpyWriter;
import sulcus.format.SafetensorsWriter;
import sulcus.format.SafetensorsWriter.Declared;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.study.data.WriteData.Written;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Functional connectivity: Pearson's correlation of the time courses of all pairs of networks, over at most {@value
 * sulcus.decompose.layout.Courses#MOST_TOKENS} tokens spread evenly.
 */
final class Connectivity {
    /** 400 MB of numbers. */
    private static final int MOST_NETWORKS = 10_000;

    private Connectivity() {}

    static Written write(Study study, int[] layers, int group, Path out, DataForm form, Progress progress) {
        List<NetworkId> ids = new ArrayList<>();
        List<float[]> rows = new ArrayList<>();
        for (int layer : layers) {
            progress.report("time courses of layer " + layer, 0);
            float[][] of = study.courses(layer, group).rows();
            for (int k = 0; k < of.length; k++) {
                ids.add(new NetworkId(layer, group, k));
                rows.add(of[k]);
            }
        }
        int n = rows.size();
        if (n > MOST_NETWORKS) {
            throw new Refusal(out + ": a matrix of " + n + " networks is too large; give --layer");
        }
        if (form == DataForm.CSV) {
            StringBuilder text = new StringBuilder("network");
            ids.forEach(id -> text.append(',').append(id));
            text.append('\n');
            each(rows, progress, (i, values) -> {
                text.append(ids.get(i));
                for (float value : values) {
                    text.append(',').append(value);
                }
                text.append('\n');
            });
            AtomicFile.write(out, text.toString().getBytes(StandardCharsets.UTF_8));
        } else if (form == DataForm.NPY) {
            try (NpyWriter writer = NpyWriter.replace(out, ElementType.F32, n, n)) {
                each(rows, progress, (i, values) -> writer.append(values));
                writer.commit();
            }
        } else {
            Map<String, String> order = Map.of(
                    "networks",
                    String.join(" ", ids.stream().map(NetworkId::toString).toList()));
            List<Declared> declared = List.of(new Declared("connectivity", ElementType.F32, n, n));
            try (SafetensorsWriter writer = SafetensorsWriter.replace(out, declared, order)) {
                each(rows, progress, (i, values) -> writer.writeFloats("connectivity", values));
                writer.commit();
            }
        }
        return new Written(out, 1, new long[] {n, n});
    }

    private interface Row {
        void take(int index, float[] values);
    }

    private static void each(List<float[]> rows, Progress progress, Row to) {
        for (int i = 0; i < rows.size(); i++) {
            progress.report("correlations", i / (double) rows.size());
            float[] one = rows.get(i);
            float[] values = new float[rows.size()];
            IntStream.range(0, values.length).parallel().forEach(j -> values[j] = dot(one, rows.get(j)));
            to.take(i, values);
        }
    }

    private static float dot(float[] a, float[] b) {
        double sum = 0;
        for (int t = 0; t < Math.min(a.length, b.length); t++) {
            sum += a[t] * b[t];
        }
        return (float) Math.clamp(sum, -1, 1);
    }
}
