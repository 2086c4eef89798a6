package sulcus.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.task.Refusal;

/**
 * The values of a {@code config.json}, or of metadata put in its words, asked for by name and checked: a wrong type or a
 * value out of range is refused with file and key.
 */
public final class Configuration {
    private final String file;
    private final String place;
    private final Map<String, Object> values;

    /** @param file name for messages */
    public Configuration(String file, Map<String, Object> values) {
        this(file, "", values);
    }

    private Configuration(String file, String place, Map<String, Object> values) {
        this.file = file;
        this.place = place;
        this.values = values;
    }

    /** The values, in order. */
    public Map<String, Object> values() {
        return values;
    }

    /** Whether there is a value other than null. */
    public boolean has(String key) {
        return values.get(key) != null;
    }

    /** A refusal that names file and key. */
    public Refusal refusal(String key, String reason) {
        return new Refusal(file + ": " + place + key + ": " + reason);
    }

    /** A whole number that must be there. */
    public int required(String key, int least, int most) {
        if (!has(key)) {
            throw refusal(key, "is missing");
        }
        return number(key, 0, least, most);
    }

    /** A whole number. */
    public int number(String key, int otherwise, int least, int most) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Long number) || number < least || number > most) {
            throw refusal(
                    key, "is " + shown(value) + "; a whole number from " + least + " to " + most + " is expected");
        }
        return (int) (long) number;
    }

    /** A finite number. */
    public double real(String key, double otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            throw refusal(key, "is " + shown(value) + "; a number is expected");
        }
        return number.doubleValue();
    }

    /** A finite number above zero. */
    public double positive(String key, double otherwise) {
        double value = real(key, otherwise);
        if (!(value > 0)) {
            throw refusal(key, "is " + value + "; a number above zero is expected");
        }
        return value;
    }

    /** True or false. */
    public boolean truth(String key, boolean otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Boolean truth)) {
            throw refusal(key, "is " + shown(value) + "; true or false is expected");
        }
        return truth;
    }

    /** A string. */
    public String text(String key, String otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof String text)) {
            throw refusal(key, "is " + shown(value) + "; a string is expected");
        }
        return text;
    }

    /** A list; null if there is none. */
    public List<?> list(String key) {
        Object value = values.get(key);
        if (value != null && !(value instanceof List)) {
            throw refusal(key, "is " + shown(value) + "; a list is expected");
        }
        return (List<?>) value;
    }

    /** An object; null if there is none. */
    @SuppressWarnings("unchecked")
    public Configuration object(String key) {
        Object value = values.get(key);
        if (value != null && !(value instanceof Map)) {
            throw refusal(key, "is " + shown(value) + "; an object is expected");
        }
        return value == null ? null : new Configuration(file, place + key + ": ", (Map<String, Object>) value);
    }

    /** The same with other values over these. */
    public Configuration with(Map<String, ?> others) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(others);
        return new Configuration(file, place, all);
    }

    /** Widths of the MLPs: {@code pruned_intermediate_sizes}, one a layer, or the same for all. */
    public int[] neurons(int layers, int same) {
        return ofLayers("pruned_intermediate_sizes", layers, same, Limits.WIDTH);
    }

    /** Key/value heads: {@code pruned_key_value_heads}, one number a layer, or the same for all. */
    public int[] keyValueHeads(int layers, int same) {
        return ofLayers("pruned_key_value_heads", layers, same, same);
    }

    private int[] ofLayers(String key, int layers, int same, int most) {
        int[] numbers = new int[layers];
        Arrays.fill(numbers, same);
        List<?> listed = list(key);
        if (listed == null) {
            return numbers;
        }
        if (listed.size() != layers) {
            throw refusal(key, "has " + listed.size() + " numbers for " + layers + " layers");
        }
        for (int layer = 0; layer < layers; layer++) {
            if (!(listed.get(layer) instanceof Long number) || number < 1 || number > most) {
                throw refusal(
                        key, "layer " + layer + " is " + shown(listed.get(layer)) + "; 1 to " + most + " is expected");
            }
            numbers[layer] = (int) (long) number;
        }
        return numbers;
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return (text.length() > 60 ? text.substring(0, 60) + "…" : text).replaceAll("\\p{Cntrl}", "?");
    }

    /** The largest sizes that are believed. */
    static final class Limits {
        static final int LAYERS = 4096;
        static final int WIDTH = 1 << 22;
        static final int HEADS = 1 << 14;
        static final int EXPERTS = 1 << 12;
        static final int VOCABULARY = 1 << 24;
        static final int POSITIONS = 1 << 30;

        private Limits() {}

        /** Refuses heads that make a matrix wider than any. */
        static void refuseOver(Configuration config, String key, int heads, int headSize) {
            if ((long) heads * headSize > WIDTH) {
                throw config.refusal(key, heads + " heads of " + headSize + " dimensions are more than " + WIDTH);
            }
        }
    }
}
