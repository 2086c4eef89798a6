package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.prune.NetworkId;
import sulcus.run.Device;
import sulcus.study.Study;
import sulcus.study.lab.Fingerprint;
import sulcus.study.lab.Fingerprint.Fate;
import sulcus.study.lab.MeasureFingerprint;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** {@code sulcus fingerprint STUDY OTHER}: which networks of a model another one has. */
@Command(
        name = "fingerprint",
        description = {
            "Which networks of a study's model survived in another model, which changed, which are gone: Spearman's rank"
                    + " correlation of their time courses on the same texts, beside what time shifts give.",
            "A model that Sulcus pruned or recovered from the study's is given the study's networks, by the neurons that it"
                    + " kept. Of a study its own networks are matched. Another model is decomposed first with the study's text and"
                    + " settings, into a folder beside the output."
        })
final class FingerprintCommand extends Verb {
    @Parameters(index = "0", paramLabel = "STUDY", description = "study folder")
    private Path study;

    @Parameters(index = "1", paramLabel = "OTHER", description = "model or study")
    private Path other;

    @Option(
            names = "--text",
            parameterConsumer = TextWords.class,
            required = true,
            paramLabel = "TEXT",
            description = "texts that both models read" + TextWords.SEVERAL)
    private List<String> text;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(
            names = "--texts",
            paramLabel = "N",
            description = "only the first N texts (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int texts;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "only the first N tokens of each text (default: ${DEFAULT-VALUE})",
            defaultValue = "1024")
    private int tokens;

    @Option(
            names = "--key-threshold",
            paramLabel = "Z",
            description = "|z| above which a neuron is a key neuron (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private float key;

    @Option(
            names = "--survived",
            paramLabel = "RHO",
            description = "correlation from which a network survived (default: ${DEFAULT-VALUE})",
            defaultValue = "0.5")
    private double threshold;

    @Option(
            names = "--across-layers",
            description = "match networks of any layers, not of the same only (with networks of the other model's own)")
    private boolean across;

    @Option(
            names = "--nulls",
            paramLabel = "N",
            description = "time shifts of each network (default: ${DEFAULT-VALUE})",
            defaultValue = "200")
    private int nulls;

    @Option(names = "--seed", description = "of the shifts (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "a .json with all that was found; replaced if it exists (default: fingerprint.json in the study,"
                            + " which the views show)")
    private Path out;

    @Option(names = "--csv", paramLabel = "FILE", description = "also a line for each network")
    private Path csv;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        if (texts < 1 || tokens < 1) {
            throw new Refusal("--texts " + texts + ", --max-tokens " + tokens + ": give 1 or more");
        }
        try (Study opened = Study.open(study)) {
            Fingerprint found = new MeasureFingerprint(
                            opened,
                            other,
                            TextFiles.parse(text),
                            field,
                            texts,
                            tokens,
                            key,
                            threshold,
                            across,
                            nulls,
                            seed,
                            out,
                            device)
                    .run(at.progress());
            if (csv != null) {
                found.writeCsv(csv);
            }
            result.put("out", (out == null ? Fingerprint.in(opened) : out).toString());
            return report(found, result);
        }
    }

    private static Report report(Fingerprint f, ObjectNode result) {
        result.put("carried", f.carried()).put("texts", f.texts()).put("tokens", f.tokens());
        result.put("networks", f.matches().size());
        Report report = new Report()
                .line(
                        "compared",
                        f.study() + " with " + f.model() + " on " + Sizes.count(f.tokens()) + " tokens of "
                                + Sizes.count(f.texts()) + " texts")
                .line(
                        "networks",
                        f.carried()
                                ? "each with itself, by the key neurons that are left"
                                : "matched one to one with the other model's own, by |ρ|");
        for (Fate fate : Fate.values()) {
            int count = f.count(fate);
            String name = fate.name().toLowerCase(Locale.ROOT);
            result.put(name, count);
            report.line(
                    name,
                    String.format(
                            Locale.ROOT,
                            "%s of %s (%.0f %%)%s",
                            Sizes.count(count),
                            Sizes.count(f.matches().size()),
                            100.0 * count / Math.max(1, f.matches().size()),
                            switch (fate) {
                                case SURVIVED -> ", ρ of " + f.threshold() + " or more";
                                case CHANGED -> ", ρ less, but more than chance";
                                case GONE -> ", no key neuron left, or ρ as time shifts give it";
                            }));
        }
        ArrayNode matches = result.putArray("matches");
        Map<Integer, List<Fingerprint.Match>> layers = new TreeMap<>();
        for (Fingerprint.Match m : f.matches()) {
            ObjectNode match = matches.addObject().put("network", m.network()).put("partner", m.partner());
            match.put("keyNeurons", m.keyNeurons()).put("left", m.left());
            match.put("rho", m.rho()).put("p", m.p()).put("q", m.q());
            match.put("fate", m.fate().name().toLowerCase(Locale.ROOT));
            layers.computeIfAbsent(NetworkId.parse(m.network()).layer(), l -> new java.util.ArrayList<>())
                    .add(m);
        }
        report.row("layer", "networks", "survived", "changed", "gone", "median ρ");
        layers.forEach((layer, own) -> report.row(
                layer,
                own.size(),
                count(own, Fate.SURVIVED),
                count(own, Fate.CHANGED),
                count(own, Fate.GONE),
                String.format(Locale.ROOT, "%.3f", median(own))));
        return report;
    }

    private static long count(List<Fingerprint.Match> matches, Fate fate) {
        return matches.stream().filter(m -> m.fate() == fate).count();
    }

    private static double median(List<Fingerprint.Match> matches) {
        double[] rho = matches.stream().mapToDouble(Fingerprint.Match::rho).toArray();
        Arrays.sort(rho);
        return (rho[(rho.length - 1) / 2] + rho[rho.length / 2]) / 2;
    }
}
