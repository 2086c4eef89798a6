package sulcus.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import sulcus.format.Sha256;

/** Names of the files in a study folder. */
record StudyFolder(Path path) {
    Path document() {
        return path.resolve("study.json");
    }

    /** The version of study.json before the last change. */
    Path backup() {
        return path.resolve("study.json.bak");
    }

    Path history() {
        return path.resolve("history.jsonl");
    }

    Path layers() {
        return path.resolve("layers");
    }

    /** One layer's networks in all groups. */
    Path layer(int layer) {
        return layers().resolve(String.format(Locale.ROOT, "layer.%02d.safetensors", layer));
    }

    /** All layers' scores and means. */
    Path scores() {
        return path.resolve("scores.safetensors");
    }

    /** Tokens of the calibration texts. */
    Path tokens() {
        return path.resolve("text.safetensors");
    }

    /** The calibration texts and their labels. */
    Path texts() {
        return path.resolve("texts.jsonl");
    }

    /** Cells of the neurons. */
    Path layout() {
        return path.resolve("layout.safetensors");
    }

    /** Held while a process decomposes into this folder. */
    Path lock() {
        return path.resolve("lock");
    }

    /** The dendrogram over the networks of all layers. */
    Path tree() {
        return path.resolve("tree.safetensors");
    }

    /** Settings that were compared. */
    Path compared() {
        return path.resolve("compare.jsonl");
    }

    /** Scores of a rival method. */
    Path scores(String method) {
        return path.resolve("scores." + plain(method) + ".safetensors");
    }

    /** How the loss answers to removing neurons in the order of a score. */
    Path sensitivity(String method) {
        return path.resolve("sensitivity." + plain(method) + ".json");
    }

    /** A method as part of a file's name: nothing that a file system forbids, and no two alike. */
    private static String plain(String method) {
        String allowed = method.replaceAll("[^A-Za-z0-9.-]", "-");
        return allowed.equals(method)
                ? method
                : allowed.substring(0, Math.min(40, allowed.length())) + "."
                        + Sha256.of(method.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }

    /** Name of a layer's array in {@link #scores()}. */
    static String name(int layer, String array) {
        return String.format(Locale.ROOT, "layer.%02d.%s", layer, array);
    }
}
