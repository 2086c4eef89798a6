package sulcus.export;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import sulcus.format.ElementType;
import sulcus.task.Refusal;

/**
 * What an export shall be.
 *
 * @param out folder that does not exist yet
 * @param type F32, F16 or BF16 for all tensors; null keeps every tensor's type (a quantized model and float64 become float32)
 * @param provenance what the manifest says of where the plan comes from (rules, seed, text and its hash, command …):
 *     strings, numbers, booleans, lists and maps of them
 * @param checkTokens token ids on which the reloaded files are compared with the model in memory; null for ids drawn with a
 *     fixed seed. At most the first 256 are used.
 * @param shard bytes of tensors that one file holds at most, a larger tensor apart; with more there are several and an index
 */
public record ExportSettings(
        Path out, Layout layout, ElementType type, Map<String, Object> provenance, int[] checkTokens, long shard) {
    /** As transformers has it. */
    public static final long SHARD = 5_000_000_000L;

    public ExportSettings {
        if (shard < 1) {
            throw new Refusal("shards of " + shard + " bytes: give 1 or more");
        }
        if (type != null && type != ElementType.F32 && type != ElementType.F16 && type != ElementType.BF16) {
            throw new Refusal("dtype " + type + ": is not written; give float32, float16 or bfloat16");
        }
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    public ExportSettings(Path out, Layout layout, ElementType type, Map<String, Object> provenance) {
        this(out, layout, type, provenance, null, SHARD);
    }

    /**
     * Reads "float32", "float16" or "bfloat16".
     *
     * @throws Refusal if it is neither
     */
    public static ElementType type(String text) {
        return switch (text.strip()) {
            case "float32" -> ElementType.F32;
            case "float16" -> ElementType.F16;
            case "bfloat16" -> ElementType.BF16;
            default -> throw new Refusal("dtype \"" + text + "\": unknown; give float32, float16 or bfloat16");
        };
    }

    /** The name of a type in Python. */
    static String name(ElementType type) {
        return switch (type) {
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            default -> "float32";
        };
    }
}
