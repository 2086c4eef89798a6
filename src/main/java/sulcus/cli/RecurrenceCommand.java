package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.prune.NetworkId;
import sulcus.run.Device;
import sulcus.study.Study;
import sulcus.study.lab.MeasureRecurrence;
import sulcus.study.lab.Recurrence;
import sulcus.study.lab.RecurrenceCsv;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** {@code sulcus recurrence STUDY}: in which single texts a study's networks are found again. */
@Command(
        name = "recurrence",
        description = {
            "Decompose each of many texts alone and look for the study's networks in it: the same where the intersection over"
                    + " union (IoU) of key neurons is above a threshold. Counted for each kind of text, beside what chance finds in"
                    + " the same texts with every signal shifted in time by itself.",
            "A run that was broken off goes on from the layer that it had reached."
        })
final class RecurrenceCommand extends Verb {
    /** Networks that are listed for a reader. */
    private static final int LISTED = 20;

    @Parameters(paramLabel = "STUDY", description = "study folder")
    private Path study;

    @Option(
            names = "--text",
            parameterConsumer = TextWords.class,
            required = true,
            paramLabel = "TEXT",
            description = "texts to decompose one by one" + TextWords.SEVERAL)
    private List<String> text;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(
            names = "--by",
            paramLabel = "LABEL",
            description = "another field of them, whose values are the kinds of text")
    private String label;

    @Option(
            names = "--iou",
            paramLabel = "X",
            description = "above which two networks are the same (default: ${DEFAULT-VALUE})",
            defaultValue = "0.2")
    private double iou;

    @Option(
            names = "--key-threshold",
            paramLabel = "Z",
            description = "|z| above which a neuron is a key neuron (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private float key;

    @Option(
            names = "--components",
            paramLabel = "K",
            description = "networks of each text, fewer where it has fewer dimensions (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int components;

    @Option(names = "--texts", paramLabel = "N", description = "only the first N texts of each kind")
    private Integer texts;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "only the first N tokens of each text (default: ${DEFAULT-VALUE})",
            defaultValue = "1024")
    private int tokens;

    @Option(
            names = "--nulls",
            paramLabel = "N",
            description = "shifted copies of each text; each costs as much as the text (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int nulls;

    @Option(
            names = "--group",
            paramLabel = "G",
            description = "templates of this group of texts of the study (default: of all groups)")
    private Integer group;

    @Option(
            names = "--layers",
            split = ",",
            paramLabel = "L",
            description = "only the networks of these layers, such as 3,12")
    private List<Integer> layers = List.of();

    @Option(names = "--seed", description = "of the shifts and the ICA (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "a .json with all that was found; replaced if it exists (default: recurrence.json in the study,"
                            + " which the views show)")
    private Path out;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "also the counts, a line for each network and kind of text")
    private Path csv;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        if (texts != null && texts < 1) {
            throw new Refusal("--texts " + texts + ": give 1 or more");
        }
        if (group != null && group < 0) {
            throw new Refusal("--group " + group + ": groups count from 0");
        }
        try (Study opened = Study.open(study)) {
            Recurrence found = new MeasureRecurrence(
                            opened,
                            TextFiles.parse(text),
                            field,
                            label,
                            group == null ? -1 : group,
                            layers,
                            iou,
                            key,
                            components,
                            texts == null ? -1 : texts,
                            tokens,
                            nulls,
                            seed,
                            out,
                            device)
                    .run(at.progress());
            if (csv != null) {
                RecurrenceCsv.write(csv, found);
            }
            result.put("out", (out == null ? Recurrence.in(opened) : out).toString());
            return report(found, result);
        }
    }

    private static Report report(Recurrence r, ObjectNode result) {
        result.put("texts", r.kindOf().length).put("templates", r.templates().size());
        result.put("found", r.found());
        Json.number(result, "foundByChance", r.expectedFound());
        Json.number(result, "falseDiscoveryRate", r.falseDiscoveryRate());
        result.put("significant", r.significant()).put("correlated", r.correlated());
        result.put("level", Recurrence.LEVEL);
        Map<NetworkId, List<Recurrence.Count>> rows = new LinkedHashMap<>();
        for (Recurrence.Count c : r.counts()) {
            rows.computeIfAbsent(c.network(), id -> new ArrayList<>()).add(c);
        }
        ArrayNode counts = result.putArray("counts");
        rows.values()
                .forEach(row -> row.forEach(c -> counts.addObject()
                        .put("network", c.network().toString())
                        .put("kind", c.kind())
                        .put("texts", c.texts())
                        .put("found", c.found())
                        .put("networks", c.networks())
                        .put("meanIou", c.meanIou())
                        .put("meanR", c.meanR())
                        .put("p", c.p())
                        .put("q", c.q())));
        Report report = new Report()
                .line(
                        "compared",
                        Sizes.count(r.templates().size()) + " networks with " + r.components() + " of each of "
                                + Sizes.count(r.kindOf().length) + " texts of " + r.text())
                .line("found", found(r))
                .line("significant", significant(r));
        table(r, rows, report);
        return report;
    }

    private static String found(Recurrence r) {
        String words = Sizes.count(r.found()) + " times, IoU above " + r.iou();
        return r.nulls() == 0
                ? words
                : String.format(
                        Locale.ROOT,
                        "%s; %.1f by chance (shifted signals)%s",
                        words,
                        r.expectedFound(),
                        r.found() == 0
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        ": about %.2g %% of them are false",
                                        100 * r.falseDiscoveryRate()));
    }

    private static String significant(Recurrence r) {
        if (r.nulls() == 0) {
            return "unknown: give --nulls 10";
        }
        long pairs = (long) r.templates().size() * r.kindOf().length;
        return String.format(
                Locale.ROOT,
                "%s of them one by one%s, and |r| of maps in %s of %s pairs, at a false discovery rate of %.0f %%",
                Sizes.count(r.significant()),
                r.significant() == 0 && r.found() > 0 ? " (more --nulls make smaller p possible)" : "",
                Sizes.count(r.correlated()),
                Sizes.count(pairs),
                100 * Recurrence.LEVEL);
    }

    /** In how many texts of each kind, those that are found most by more than chance gives first. */
    private static void table(Recurrence r, Map<NetworkId, List<Recurrence.Count>> rows, Report report) {
        List<Object> head = new ArrayList<>(List.of("network"));
        r.kinds().forEach(kind -> head.add(kind + " "));
        head.add("all");
        report.row(head.toArray());
        Comparator<List<Recurrence.Count>> most = Comparator.comparingInt((List<Recurrence.Count> row) -> -row.stream()
                        .filter(Recurrence.Count::recurs)
                        .mapToInt(Recurrence.Count::found)
                        .sum())
                .thenComparingInt(row -> -all(row));
        rows.values().stream().sorted(most).limit(LISTED).forEach(row -> {
            List<Object> cells = new ArrayList<>(List.of(row.getFirst().network()));
            row.forEach(c -> cells.add(c.found() + "/" + c.texts() + (c.recurs() ? "*" : " ")));
            cells.add(all(row));
            report.row(cells.toArray());
        });
        if (rows.size() > LISTED) {
            report.close("The first " + LISTED + " of " + Sizes.count(rows.size()) + "; all are in the file.");
        }
        if (r.nulls() > 0) {
            report.close(String.format(
                    Locale.ROOT,
                    "* in more texts than chance finds it in (binomial, with the rate of the shifted copies; at a false"
                            + " discovery rate of %.0f %%)",
                    100 * Recurrence.LEVEL));
        }
    }

    private static int all(List<Recurrence.Count> row) {
        return row.stream().mapToInt(Recurrence.Count::found).sum();
    }
}
