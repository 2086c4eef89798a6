package sulcus.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A study's history as a shell script of {@code sulcus} commands that gives the same masks, byte by byte. */
public final class StudyScript {
    private StudyScript() {}

    /** POSIX shell, one command a line; paths are absolute, the new study gets the old one's name with {@code -again}. */
    public static String of(Study study) {
        Path again = study.folder().resolveSibling(study.folder().getFileName() + "-again");
        StringBuilder script = new StringBuilder(
                "#!/bin/sh\n# made by sulcus " + Program.version() + " from " + study.folder() + "\nset -e\n");
        for (History.Step step : study.history().steps()) {
            List<String> words = switch (step.action()) {
                case "decompose" -> decompose(study, step, again);
                case "threshold" -> with(step.rules(), "threshold", again, saved(step.arguments()));
                case "prune" -> with(step.rules(), "prune", again, options(step.arguments()));
                default -> List.of();
            };
            if (!words.isEmpty()) {
                script.append("sulcus");
                words.forEach(word -> script.append(' ').append(quote(word)));
                script.append('\n');
            }
        }
        return script.toString();
    }

    /**
     * The command that draws a view of a study.
     *
     * @param options as {@code --view carpet --layer 3}
     * @param name of the figure without an ending
     */
    public static String figure(Study study, String options, String name) {
        return "sulcus figure " + quote(study.folder().toString()) + " " + options + " --out " + quote(name + ".pdf");
    }

    private static List<String> decompose(Study study, History.Step step, Path again) {
        List<String> words = new ArrayList<>(List.of("decompose"));
        StudyDocument document = study.document();
        if (document.model().path() != null) {
            words.add(study.modelPath().toString());
        }
        step.arguments().forEach((name, value) -> {
            if (name.equals("text")) {
                study.textFiles().places().forEach(text -> words.addAll(List.of("--text", text.toString())));
                return;
            }
            String path = switch (name) {
                case "from-activations" ->
                    Places.resolve(study.folder(), document.captured().path()).toString();
                default -> value;
            };
            if (!name.equals("model")) {
                words.add("--" + name);
                words.add(path);
            }
        });
        words.addAll(List.of("--out", again.toString()));
        return words;
    }

    private static List<String> with(RulesRecord rules, String verb, Path study, List<String> more) {
        List<String> words = new ArrayList<>(List.of(verb, study.toString(), "--defaults"));
        words.add("--" + (rules.target().equals("threshold") ? "value" : rules.target()));
        words.add(
                rules.target().equals("threshold")
                        ? Float.toString((float) rules.value())
                        : Double.toString(rules.value()));
        words.add("--protect");
        words.add(
                rules.protectedLayers().isEmpty()
                        ? "none"
                        : String.join(
                                ",",
                                rules.protectedLayers().stream()
                                        .map(String::valueOf)
                                        .toList()));
        rules.layerThresholds().forEach((layer, t) -> words.addAll(List.of("--layer", layer + "=" + t.floatValue())));
        rules.networks().forEach((id, decision) -> words.addAll(List.of("--network", id + "=" + decision)));
        rules.networkThresholds()
                .forEach((id, t) -> words.addAll(List.of("--network-threshold", id + "=" + t.floatValue())));
        words.addAll(List.of("--minimum-width", Integer.toString(rules.minimumWidth())));
        words.addAll(List.of("--width-multiple", Integer.toString(rules.widthMultiple())));
        if (rules.minimumStability() > 0) {
            words.addAll(List.of("--minimum-stability", Float.toString((float) rules.minimumStability())));
        }
        words.addAll(more);
        return words;
    }

    private static List<String> saved(Map<String, String> arguments) {
        String method = arguments.get("method");
        return method == null ? List.of("--save") : List.of("--save", "--method", method);
    }

    private static List<String> options(Map<String, String> arguments) {
        List<String> words = new ArrayList<>();
        arguments.forEach((name, value) -> {
            words.add("--" + name);
            words.add(name.equals("dtype") ? type(value) : name.equals("out") ? again(value) : value);
        });
        return words;
    }

    /** Another name beside the first: a .gguf stays one. */
    private static String again(String out) {
        return out.endsWith(".gguf") ? out.substring(0, out.length() - 5) + "-again.gguf" : out + "-again";
    }

    /**
     * The command that prunes a study so, without where to.
     *
     * @param arguments by the names of the command line's options
     */
    static String prune(Study study, RulesRecord rules, Map<String, String> arguments) {
        Map<String, String> options = new java.util.TreeMap<>(arguments);
        options.remove("out");
        List<String> words = with(rules, "prune", study.folder().getFileName(), options(options));
        return "sulcus "
                + String.join(" ", words.stream().map(StudyScript::quote).toList()) + " --out FOLDER";
    }

    /** As histories of older versions have it, or as it is given. */
    private static String type(String stored) {
        return switch (stored) {
            case "f16" -> "float16";
            case "bf16" -> "bfloat16";
            default -> stored;
        };
    }

    private static String quote(String word) {
        return word.matches("[\\w./=,:+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
