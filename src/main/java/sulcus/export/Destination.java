package sulcus.export;

import java.nio.file.Path;
import java.util.Map;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.prune.Compensating;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.task.Progress;

/** Where a pruned model goes, and in which form. */
public sealed interface Destination {
    /** The folder or file; must not exist. */
    Path out();

    Layout layout();

    /** The type of the tensors for people; null where the model's own types are kept. */
    String dtype();

    /** Refuses a layout in which layers of this family cannot have fewer heads. */
    void checkHeads(Model dense);

    /**
     * Refuses what the form cannot hold, before any statistics are gathered.
     *
     * @param how with which biases may come
     */
    void check(Model dense, Plan plan, Compensating how);

    /**
     * Writes, reads again, compares, and only then gives the target its name.
     *
     * @param provenance of the plan, see {@link ExportSettings}
     * @param checkTokens on which the reloaded files are compared; null for ids drawn with a fixed seed
     */
    Exported write(
            Model dense,
            Pruning pruning,
            Map<String, Object> provenance,
            int[] checkTokens,
            Device device,
            Progress progress);

    /** Refuses a target that exists, lies in the model's own folder or cannot be written to. */
    default void check(Model dense) {
        HuggingFaceExport.check(dense, out());
    }

    /**
     * A Hugging Face folder.
     *
     * @param type of all tensors; null keeps every tensor's
     * @param shard bytes that one file holds at most
     */
    record Folder(Path out, Layout layout, ElementType type, long shard) implements Destination {
        /** With files as large as transformers makes them. */
        public Folder(Path out, Layout layout, ElementType type) {
            this(out, layout, type, ExportSettings.SHARD);
        }

        @Override
        public String dtype() {
            return type == null ? null : ExportSettings.name(type);
        }

        @Override
        public void checkHeads(Model dense) {
            HuggingFaceExport.checkHeads(dense, layout);
        }

        @Override
        public void check(Model dense, Plan plan, Compensating how) {
            HuggingFaceExport.check(dense, plan, how, layout);
        }

        @Override
        public Exported write(
                Model dense,
                Pruning pruning,
                Map<String, Object> provenance,
                int[] checkTokens,
                Device device,
                Progress progress) {
            ExportSettings settings = new ExportSettings(out, layout, type, provenance, checkTokens, shard);
            return HuggingFaceExport.write(dense, pruning, settings, device, progress);
        }
    }

    /**
     * A .gguf file.
     *
     * @param type null keeps what the model has
     */
    record Gguf(Path out, Layout layout, GgufType type) implements Destination {
        @Override
        public String dtype() {
            return type == null ? null : type.label();
        }

        @Override
        public void check(Model dense) {
            GgufExport.check(dense, out);
        }

        @Override
        public void checkHeads(Model dense) {
            // which layouts a family has shows in the form that is asked for before the work
        }

        @Override
        public void check(Model dense, Plan plan, Compensating how) {
            GgufExport.form(HuggingFaceExport.biased(dense, plan, how).apply(dense), layout);
        }

        @Override
        public Exported write(
                Model dense,
                Pruning pruning,
                Map<String, Object> provenance,
                int[] checkTokens,
                Device device,
                Progress progress) {
            return GgufExport.write(dense, pruning, this, provenance, checkTokens, device, progress);
        }
    }
}
