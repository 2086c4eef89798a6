package sulcus.study;

import java.nio.file.Path;
import java.util.Locale;

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
        return path.resolve("scores." + method + ".safetensors");
    }

    /** How the loss answers to removing neurons in the order of a score. */
    Path sensitivity(String method) {
        return path.resolve("sensitivity." + method + ".json");
    }

    /** Name of a layer's array in {@link #scores()}. */
    static String name(int layer, String array) {
        return String.format(Locale.ROOT, "layer.%02d.%s", layer, array);
    }
}
