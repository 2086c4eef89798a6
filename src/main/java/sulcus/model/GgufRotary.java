package sulcus.model;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import sulcus.format.GgufFile;
import sulcus.format.TensorInfo;
import sulcus.task.Refusal;

/**
 * Llama 3's scaling of rotary frequencies, which GGUF holds as one divisor per frequency ({@code rope_freqs.weight}): finds
 * the parameters that give these divisors.
 */
final class GgufRotary {
    private static final double LOW = 1;
    private static final double HIGH = 4;
    private static final double TOLERANCE = 1e-4;

    private GgufRotary() {}

    /** The {@code rope_scaling} of a config.json. */
    static Map<String, Object> scaling(GgufFile file, TensorInfo tensor, Map<String, Object> config) {
        Configuration values = new Configuration(file.path().toString(), config);
        int headSize = values.required("head_dim", 2, Configuration.Limits.WIDTH);
        double theta = values.positive("rope_theta", 10_000);
        if (tensor.elements() != headSize / 2 || !tensor.type().decodable()) {
            throw new Refusal(file.path() + ": " + tensor.name() + ": " + headSize / 2 + " numbers are expected");
        }
        float[] divisors = new float[headSize / 2];
        file.readFloats(tensor, 0, divisors.length, MemorySegment.ofArray(divisors));
        double[] plain = new double[divisors.length];
        double factor = 1;
        for (int i = 0; i < plain.length; i++) {
            plain[i] = Math.pow(theta, -2.0 * i / headSize);
            factor = Math.max(factor, divisors[i]);
        }
        for (long original = 16; original <= 1 << 24; original *= 2) {
            double[] scaled = RotaryScaling.llama3(plain, factor, LOW, HIGH, original);
            if (agrees(plain, scaled, divisors)) {
                Map<String, Object> scaling = new LinkedHashMap<>();
                scaling.put("rope_type", "llama3");
                scaling.put("factor", factor);
                scaling.put("low_freq_factor", LOW);
                scaling.put("high_freq_factor", HIGH);
                scaling.put("original_max_position_embeddings", original);
                return scaling;
            }
        }
        throw new Refusal(file.path() + ": " + tensor.name() + ": is no scaling of Llama 3; others are not read");
    }

    private static boolean agrees(double[] plain, double[] scaled, float[] divisors) {
        for (int i = 0; i < plain.length; i++) {
            if (!(Math.abs(plain[i] / scaled[i] / divisors[i] - 1) < TOLERANCE)) {
                return false;
            }
        }
        return true;
    }
}
