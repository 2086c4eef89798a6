package sulcus.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sulcus.format.AtomicFile;
import sulcus.format.FileFailure;
import sulcus.format.Sha256;
import sulcus.format.StrictJson;
import sulcus.model.Model;
import sulcus.prune.HeadPlan;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.task.Progress;

/**
 * {@code sulcus.json}: what was done to which model, so that it can be done again. It holds nothing that changes from run to
 * run (no time, no machine).
 */
final class Manifest {
    static final String NAME = "sulcus.json";
    private static final Pattern BETWEEN_NUMBERS =
            Pattern.compile("(?<=[\\[\\d])(,?)\\n\\s+(?=[\\d\\]])|(?<=[\\d],)\\n\\s+(?=\\d)");

    private Manifest() {}

    static void write(
            Path folder, Model dense, Pruning pruning, ExportSettings settings, String type, Progress progress) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", "sulcus export 1");
        manifest.put("version", version());
        manifest.put("layout", settings.layout().label());
        manifest.put("dtype", type);
        manifest.put("model", model(dense, progress));
        manifest.put("plan", plan(pruning.plan()));
        manifest.put(
                "addsBias", pruning.down().addsBias() || pruning.attention().addsBias());
        manifest.put("changesDownProjection", pruning.down().changesMatrix());
        manifest.put("changesAttentionOutput", pruning.attention().changesMatrix());
        manifest.put("provenance", settings.provenance());
        String json = compactNumbers(StrictJson.write(manifest));
        AtomicFile.write(folder.resolve(NAME), json.getBytes(StandardCharsets.UTF_8));
    }

    private static String version() {
        String version = Manifest.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static Map<String, Object> model(Model dense, Progress progress) {
        List<Object> files = new ArrayList<>();
        for (Path file : dense.files()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", file.getFileName().toString());
            try {
                entry.put("bytes", Files.size(file));
            } catch (IOException e) {
                throw FileFailure.reading(file, e);
            }
            entry.put("sha256", Sha256.of(file, progress));
            files.add(entry);
        }
        Map<String, Object> model = new LinkedHashMap<>();
        Path name = dense.source().getFileName();
        model.put("name", name == null ? dense.source().toString() : name.toString());
        model.put("format", dense.format());
        model.put("family", dense.description().family());
        model.put("files", files);
        return model;
    }

    private static Map<String, Object> plan(Plan plan) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(
                "threshold",
                Float.isFinite(plan.threshold())
                        ? (Object) Double.parseDouble(Float.toString(plan.threshold()))
                        : null);
        map.put("neurons", Arrays.stream(plan.neurons()).boxed().toList());
        map.put("kept", Arrays.stream(plan.kept()).boxed().toList());
        // Numbers of the preserved neurons, ascending, one list a layer; null where all are.
        List<Object> preserved = new ArrayList<>();
        for (int layer = 0; layer < plan.neurons().length; layer++) {
            boolean whole = plan.preserved()[layer].cardinality() == plan.neurons()[layer];
            preserved.add(
                    whole ? null : plan.preserved()[layer].stream().boxed().toList());
        }
        map.put("preserved", preserved);
        if (plan.heads() != null) {
            map.put("heads", heads(plan.heads()));
        }
        return map;
    }

    /** Groups of heads, as neurons are told. */
    private static Map<String, Object> heads(HeadPlan heads) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("groups", Arrays.stream(heads.groups()).boxed().toList());
        map.put("kept", Arrays.stream(heads.kept()).boxed().toList());
        List<Object> preserved = new ArrayList<>();
        for (int layer = 0; layer < heads.groups().length; layer++) {
            preserved.add(
                    heads.prunes(layer)
                            ? heads.preserved()[layer].stream().boxed().toList()
                            : null);
        }
        map.put("preserved", preserved);
        return map;
    }

    /** Puts lists of numbers on one line. */
    private static String compactNumbers(String json) {
        return BETWEEN_NUMBERS.matcher(json).replaceAll("$1");
    }
}
