package sulcus.study;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.SafetensorsWriter;
import sulcus.format.SafetensorsWriter.Declared;
import sulcus.format.TensorInfo;
import sulcus.run.train.LowRank;
import sulcus.run.train.LowRankTrainer;
import sulcus.task.Refusal;

/**
 * Where a training stands, beside the trainer's own step, adapters and moments: all that a continuation needs to come to the
 * same result, bit by bit. The order of the text follows from the step and the seed.
 *
 * <p>On disk: {@code state.safetensors} with {@code KIND.layers.N.SLOT.a} (rank × input) and {@code .b} (output × rank), KIND
 * being {@code adapters}, {@code mean}, {@code variance} (AdamW's moments) or {@code best}.
 */
final class RecoveryState {
    static final String FILE = "state.safetensors";

    /** Adapters with the lowest validation loss so far. */
    final float[] best;

    int bestStep;
    double bestLoss = Double.POSITIVE_INFINITY;
    /** Validations since then. */
    int worse;
    /** Of the steps since the last point of the curve. */
    double lossSum;

    int lossSteps;

    RecoveryState(LowRank adapters) {
        best = adapters.values().clone();
    }

    private Map<String, float[]> kinds(LowRankTrainer trainer) {
        Map<String, float[]> kinds = new LinkedHashMap<>();
        kinds.put("adapters", trainer.adapters().values());
        kinds.put("mean", trainer.mean());
        kinds.put("variance", trainer.variance());
        kinds.put("best", best);
        return kinds;
    }

    /** One matrix in the flat arrays. */
    private record Part(String name, int offset, int rows, int columns) {
        int length() {
            return rows * columns;
        }
    }

    private static List<Part> parts(LowRank adapters) {
        List<Part> parts = new ArrayList<>();
        for (LowRank.Target target : adapters.targets()) {
            parts.add(new Part(target.name() + ".a", target.a(), adapters.rank(), target.columns()));
            parts.add(new Part(target.name() + ".b", target.b(), target.rows(), adapters.rank()));
        }
        return parts;
    }

    /** @param identity of model, texts and settings, as a hash */
    void write(Path file, LowRankTrainer trainer, String identity) {
        List<Part> parts = parts(trainer.adapters());
        List<Declared> declared = new ArrayList<>();
        Map<String, float[]> kinds = kinds(trainer);
        for (String kind : kinds.keySet()) {
            for (Part part : parts) {
                declared.add(new Declared(kind + "." + part.name(), ElementType.F32, part.rows(), part.columns()));
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("identity", identity);
        metadata.put("step", Integer.toString(trainer.steps()));
        metadata.put("best_step", Integer.toString(bestStep));
        metadata.put("best_loss", Double.toString(bestLoss));
        metadata.put("worse", Integer.toString(worse));
        metadata.put("loss_sum", Double.toString(lossSum));
        metadata.put("loss_steps", Integer.toString(lossSteps));
        try (SafetensorsWriter writer = SafetensorsWriter.replace(file, declared, metadata)) {
            kinds.forEach((kind, values) -> {
                for (Part part : parts) {
                    writer.writeFloats(
                            kind + "." + part.name(),
                            Arrays.copyOfRange(values, part.offset(), part.offset() + part.length()));
                }
            });
            writer.commit();
        }
    }

    /**
     * Puts what was written into the trainer and this.
     *
     * @throws Refusal if it is of other work, or damaged
     */
    void read(Path file, LowRankTrainer trainer, String identity) {
        try (SafetensorsFile state = SafetensorsFile.open(file)) {
            Map<String, String> metadata = state.metadata();
            if (!identity.equals(metadata.get("identity"))) {
                throw new Refusal(file.getParent()
                        + ": is left from recovering another model, or with other text or settings; remove it");
            }
            kinds(trainer).forEach((kind, values) -> {
                for (Part part : parts(trainer.adapters())) {
                    read(state, kind + "." + part.name(), part, values);
                }
            });
            int step = Integer.parseInt(metadata.get("step"));
            bestStep = Integer.parseInt(metadata.get("best_step"));
            bestLoss = Double.parseDouble(metadata.get("best_loss"));
            worse = Integer.parseInt(metadata.get("worse"));
            lossSum = Double.parseDouble(metadata.get("loss_sum"));
            lossSteps = Integer.parseInt(metadata.get("loss_steps"));
            if (step < 0 || bestStep < 0 || bestStep > step || lossSteps < 0 || lossSteps > step || worse < 0) {
                throw damaged(file, "its steps contradict each other", null);
            }
            trainer.resume(step);
        } catch (NumberFormatException | NullPointerException e) {
            throw damaged(file, "its metadata lack a number", e);
        }
    }

    private static void read(SafetensorsFile state, String name, Part part, float[] values) {
        TensorInfo tensor = state.tensor(name);
        if (tensor.type() != ElementType.F32
                || !Arrays.equals(tensor.shape(), new long[] {part.rows(), part.columns()})) {
            throw damaged(state.path(), name + " has another type or shape", null);
        }
        MemorySegment place = MemorySegment.ofArray(values).asSlice(4L * part.offset(), 4L * part.length());
        state.readFloats(tensor, 0, part.length(), place);
        for (int i = part.offset(); i < part.offset() + part.length(); i++) {
            if (!Float.isFinite(values[i])) {
                throw damaged(state.path(), name + " holds values that are NaN or infinite", null);
            }
        }
    }

    private static Refusal damaged(Path file, String what, Exception cause) {
        return new Refusal(file + ": " + what + "; remove " + file.getParent() + " to begin anew", cause);
    }
}
