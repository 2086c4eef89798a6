package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.model.Model;
import sulcus.prune.Plan;
import sulcus.prune.PreservedSet;
import sulcus.prune.score.Importance;
import sulcus.run.Device;
import sulcus.study.lab.Unlearn;
import sulcus.study.lab.UnlearnTexts;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** {@code sulcus unlearn MODEL}: neurons that do much on one text and little on others are silenced, step by step. */
@Command(
        name = "unlearn",
        description = {
            "Silence, step by step, the neurons that do most on a text to be forgotten and least on texts to be kept, and measure both"
                    + " after each step, beside as many neurons of each layer drawn at random (selective pruning, arXiv"
                    + " 2403.01267). The model on disk stays as it is; prune it with what is left at a step (--preserved).",
            "Texts are those of one file by a label (--text, --by, --forget VALUE) or two files (--forget TEXT --retain TEXT)."
        })
final class UnlearnCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "model")
    private Path model;

    @Option(
            names = "--text",
            parameterConsumer = TextWords.class,
            paramLabel = "TEXT",
            description = "texts on which neurons are judged" + TextWords.SEVERAL)
    private List<String> text;

    @Option(names = "--by", paramLabel = "LABEL", description = "field whose values are the kinds of text")
    private String label;

    @Option(
            names = "--forget",
            required = true,
            paramLabel = "VALUE|TEXT",
            description = "the kind to be forgotten, or a text of its own with --retain")
    private String forget;

    @Option(names = "--retain", paramLabel = "TEXT", description = "text to be kept, where --forget is a text")
    private String retain;

    @Option(
            names = "--held-out",
            parameterConsumer = TextWords.class,
            paramLabel = "TEXT",
            description = "texts of the same kinds on which losses are measured (default: those of --text)")
    private List<String> heldOut;

    @Option(names = "--held-out-forget", paramLabel = "TEXT", description = "the same, where --forget is a text")
    private String heldOutForget;

    @Option(names = "--held-out-retain", paramLabel = "TEXT", description = "the same, where --forget is a text")
    private String heldOutRetain;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(
            names = "--importance",
            paramLabel = "WHICH",
            defaultValue = "abs",
            description = "of a neuron on a text: abs, rms, std or freq (default: ${DEFAULT-VALUE})")
    private String importance;

    @Option(
            names = "--epsilon",
            paramLabel = "E",
            defaultValue = "1e-3",
            description = "added to the importance on what is kept (default: ${DEFAULT-VALUE})")
    private double epsilon;

    @Option(
            names = "--networks",
            paramLabel = "STUDY",
            description = "silence the key neurons of whole networks of STUDY, only stable ones where that is known")
    private Path study;

    @Option(
            names = "--key-threshold",
            paramLabel = "T",
            defaultValue = "3",
            description = "|z| above which a neuron is a key neuron (default: ${DEFAULT-VALUE})")
    private float keyThreshold;

    @Option(
            names = "--step",
            paramLabel = "R",
            defaultValue = "0.02",
            description = "share of all neurons silenced at a time (default: ${DEFAULT-VALUE})")
    private double step;

    @Option(names = "--steps", defaultValue = "10", description = "at most (default: ${DEFAULT-VALUE})")
    private int steps;

    @Option(
            names = "--stop-at",
            paramLabel = "F",
            description =
                    "stop after the step at which the perplexity of what is kept has grown to F times (default: never)")
    private Double factor;

    @Option(
            names = "--controls",
            paramLabel = "N",
            defaultValue = "2",
            description = "trajectories of random neurons (default: ${DEFAULT-VALUE})")
    private int controls;

    @Option(names = "--seed", description = "of the first of them (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private long seed;

    @Option(
            names = "--protect",
            paramLabel = "LAYERS",
            converter = Values.Layers.class,
            description = "layers in which nothing is silenced, such as 0-2,28-29 (default: none)")
    private Values.LayerSet protect;

    @Option(names = "--texts", paramLabel = "N", description = "only the first N texts of each kind")
    private Integer texts;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "only the first N tokens of each text (default: ${DEFAULT-VALUE})",
            defaultValue = "1024")
    private int tokens;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "steps are appended to it, lines of JSON; what was broken off goes on from there")
    private Path out;

    @Option(
            names = "--preserved",
            paramLabel = "FILE",
            description =
                    "write what is left as array preserved of FILE.safetensors, for prune --preserved FILE:preserved")
    private Path preserved;

    @Option(names = "--at-step", paramLabel = "N", description = "what is left after this step (default: the last)")
    private Integer at;

    @Override
    Report run(Console console, ObjectNode result) {
        if (tokens < 2 || texts != null && texts < 1) {
            throw new Refusal("--max-tokens is 2 or more, --texts 1 or more");
        }
        UnlearnTexts judged = judged();
        List<Unlearn.Step> all = new Unlearn(
                        model,
                        judged,
                        measured(judged),
                        Importance.parse(importance),
                        epsilon,
                        study,
                        keyThreshold,
                        step,
                        steps,
                        factor == null ? Double.POSITIVE_INFINITY : factor,
                        controls,
                        seed,
                        protect == null ? Set.of() : protect.numbers(),
                        texts == null ? -1 : texts,
                        tokens,
                        device,
                        out)
                .run(console.progress());
        if (preserved != null) {
            writePreserved(all);
        }
        return report(all, result);
    }

    private UnlearnTexts judged() {
        if ((text != null) == (retain != null) || (text == null) != (label == null)) {
            throw usage("give '--text TEXT --by LABEL --forget VALUE', or '--forget TEXT --retain TEXT'");
        }
        return text != null
                ? UnlearnTexts.labelled(TextFiles.parse(text), field, label, forget)
                : UnlearnTexts.of(TextFiles.parse(List.of(forget)), TextFiles.parse(List.of(retain)), field);
    }

    private UnlearnTexts measured(UnlearnTexts judged) {
        boolean two = heldOutForget != null || heldOutRetain != null;
        if (two && (text != null || heldOutForget == null || heldOutRetain == null)
                || heldOut != null && text == null) {
            throw usage("'--held-out' goes with '--text', '--held-out-forget' and '--held-out-retain' with '--retain'");
        }
        if (two) {
            return UnlearnTexts.of(
                    TextFiles.parse(List.of(heldOutForget)), TextFiles.parse(List.of(heldOutRetain)), field);
        }
        return heldOut == null ? judged : UnlearnTexts.labelled(TextFiles.parse(heldOut), field, label, forget);
    }

    private void writePreserved(List<Unlearn.Step> all) {
        try (Model opened = Model.open(model)) {
            int[] widths = opened.description().neurons();
            int chosen = at == null ? all.size() - 1 : at;
            Plan plan = new Plan(Float.NaN, widths, Unlearn.preserved(all, chosen, widths));
            PreservedSet.write(preserved, "preserved", plan);
        }
    }

    private static Report report(List<Unlearn.Step> all, ObjectNode result) {
        ArrayNode rows = result.putArray("steps");
        Report report = new Report();
        String forget = all.getFirst().forget();
        List<String> kept = all.getFirst().loss().keySet().stream()
                .filter(kind -> !kind.equals(forget))
                .toList();
        List<Object> head = new ArrayList<>(List.of("step", "neurons", forget + " (forget)"));
        head.addAll(kept);
        head.add("at random: " + forget);
        head.add("kept");
        report.row(head.toArray());
        for (Unlearn.Step one : all) {
            Map<String, Double> perplexity = Unlearn.perplexities(one.loss());
            ObjectNode row = rows.addObject().put("step", one.step()).put("neurons", one.neurons());
            ObjectNode kinds = row.putObject("perplexity");
            perplexity.forEach((kind, value) -> Json.number(kinds, kind, value));
            ArrayNode random = row.putArray("random");
            double gone = 0;
            double left = 0;
            for (Map<String, Double> losses : one.random()) {
                ObjectNode draw = random.addObject();
                Unlearn.perplexities(losses).forEach((kind, value) -> Json.number(draw, kind, value));
                gone += losses.get(forget) / one.random().size();
                left += one.retained(losses) / one.random().size();
            }
            List<Object> cells = new ArrayList<>(List.of(one.step(), Sizes.count(one.neurons())));
            cells.add(number(perplexity.get(forget)));
            kept.forEach(kind -> cells.add(number(perplexity.get(kind))));
            cells.add(one.random().isEmpty() ? "–" : number(Math.exp(gone)));
            cells.add(one.random().isEmpty() ? "–" : number(Math.exp(left)));
            report.row(cells.toArray());
        }
        return report.close("Perplexities; those at random are geometric means over the draws.");
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "–";
    }
}
