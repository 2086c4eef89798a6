package sulcus.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.format.GgufFile;
import sulcus.task.Refusal;

/**
 * The numbers among a GGUF's metadata that belong to its architecture.
 *
 * @param prefix of the keys, with a point at its end
 */
record GgufKeys(GgufFile file, String prefix) {
    Refusal refusal(String key, String reason) {
        return new Refusal(file.path() + ": " + prefix + key + ": " + reason);
    }

    long whole(String key) {
        if (!(file.number(prefix + key) instanceof Long number)) {
            throw refusal(key, "a whole number is expected");
        }
        return number;
    }

    boolean has(String key) {
        return file.metadata().containsKey(prefix + key);
    }

    /** As it is stored; null if it is missing. */
    Object value(String key) {
        return file.metadata().get(prefix + key);
    }

    String text(String key) {
        return file.string(prefix + key);
    }

    long number(String key, long otherwise) {
        return file.metadata().containsKey(prefix + key) ? whole(key) : otherwise;
    }

    /**
     * One number a layer, or one for all.
     *
     * @param otherwise −1 where the key must be there, 0 for as many as {@code attention.head_count}
     */
    List<Long> numbers(String key, long layers, long otherwise) {
        Object value = file.metadata().get(prefix + key);
        if (value == null && otherwise == 0) {
            return numbers("attention.head_count", layers, -1);
        }
        if (layers < 1 || layers > Configuration.Limits.LAYERS) {
            throw refusal("block_count", layers + " is no number of layers");
        }
        if (!(value instanceof List<?> list)) {
            return Collections.nCopies((int) layers, whole(key));
        }
        if (list.size() != layers) {
            throw refusal(key, "has " + list.size() + " numbers for " + layers + " layers");
        }
        List<Long> numbers = new ArrayList<>();
        for (Object number : list) {
            if (!(number instanceof Long of) || of < 1) {
                throw refusal(key, "holds " + number + "; layers without attention are not read");
            }
            numbers.add(of);
        }
        return numbers;
    }

    /** One number for all layers; a list of equal ones will do. */
    long same(String key, long otherwise) {
        if (!(file.metadata().get(prefix + key) instanceof List<?> list)) {
            return otherwise < 0 ? whole(key) : number(key, otherwise);
        }
        if (list.isEmpty() || list.stream().distinct().count() != 1 || !(list.getFirst() instanceof Long number)) {
            throw refusal(key, "differs between layers, which is not read");
        }
        return number;
    }

    /** A number that was stored as float32, as the decimal that was meant. */
    double real(String key, double otherwise) {
        return switch (file.number(prefix + key)) {
            case null -> otherwise;
            case Float single -> Double.parseDouble(single.toString());
            case Number number -> number.doubleValue();
        };
    }

    boolean truth(String key, boolean otherwise) {
        Boolean truth = file.truth(prefix + key);
        return truth == null ? otherwise : truth;
    }

    /** {@code rope_scaling} of a config.json; null for none. */
    Map<String, Object> scaling() {
        String type = text("rope.scaling.type");
        Map<String, Object> scaling = new LinkedHashMap<>();
        if (type == null && has("rope.scale_linear")) {
            scaling.put("rope_type", "linear");
            scaling.put("factor", real("rope.scale_linear", 1));
            return scaling;
        }
        if (type == null || type.equals("none")) {
            return null;
        }
        scaling.put("rope_type", type);
        double factor = real("rope.scaling.factor", 1);
        scaling.put("factor", factor);
        if (has("rope.scaling.original_context_length")) {
            scaling.put("original_max_position_embeddings", whole("rope.scaling.original_context_length"));
        }
        double attention = real("rope.scaling.attn_factor", 1);
        if (type.equals("yarn") && attention != 1) {
            // llama.cpp multiplies it with the magnitude that follows from the factor
            scaling.put("attention_factor", attention * (factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1));
        }
        return scaling;
    }

    /** Refuses a file where a part of each head turns only. */
    void requireTurning(long headSize) {
        if (number("rope.dimension_count", headSize) != headSize) {
            throw refusal("rope.dimension_count", "is not the size of a head, " + headSize);
        }
    }

    /** Share of a head's dimensions that turns, such that share × size, rounded down, is their number. */
    double turning(long headSize) {
        long dimensions = number("rope.dimension_count", headSize);
        if (dimensions < 1 || dimensions > headSize || dimensions % 2 != 0) {
            throw refusal("rope.dimension_count", dimensions + " of " + headSize + " cannot turn in pairs");
        }
        double share = (double) dimensions / headSize;
        return (int) (headSize * share) < dimensions ? Math.nextUp(share) : share;
    }

    /**
     * {@code feed_forward_length}: one number, or one a layer.
     *
     * @param key of config.json for the widest
     */
    void widths(String key, long layers, Map<String, Object> config) {
        if (!(value("feed_forward_length") instanceof List<?> list)) {
            config.put(key, whole("feed_forward_length"));
            return;
        }
        if (list.size() != layers || layers > Configuration.Limits.LAYERS) {
            throw refusal("feed_forward_length", "has " + list.size() + " numbers for " + layers + " layers");
        }
        List<Object> widths = new ArrayList<>(list);
        long widest = 0;
        for (Object width : widths) {
            if (!(width instanceof Long number)) {
                throw refusal("feed_forward_length", "holds something that is no whole number");
            }
            widest = Math.max(widest, number);
        }
        config.put(key, widest);
        if (widths.stream().distinct().count() > 1) {
            config.put("pruned_intermediate_sizes", widths);
        }
    }
}
