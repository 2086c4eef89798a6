package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.study.Study;
import sulcus.study.lab.Stability;
import sulcus.task.Refusal;

/** {@code sulcus stability STUDY}: which networks come back from other starts of the ICA. */
@Command(
        name = "stability",
        description = {
            "How many networks of each layer come back from other starts of the ICA (stability index Iq, ICASSO), and whether they"
                    + " are found again in another study.",
            "The study was decomposed with --restarts."
        })
final class StabilityCommand extends Verb {
    @Parameters(paramLabel = "STUDY", description = "study folder")
    private Path study;

    @Option(
            names = "--against",
            paramLabel = "STUDY",
            description = "the same model and text decomposed with another --seed")
    private Path against;

    @Option(
            names = "--minimum-stability",
            paramLabel = "IQ",
            description = "from this Iq on a network is stable (default: ${DEFAULT-VALUE})",
            defaultValue = "0.8")
    private float bound;

    @Override
    Report run(Console at, ObjectNode result) {
        if (!(bound >= -1 && bound <= 1)) {
            throw new Refusal("--minimum-stability " + bound + ": an Iq lies between -1 and 1; give one such as 0.8");
        }
        try (Study opened = Study.open(study);
                Study other = against == null ? null : Study.open(against)) {
            return report(Stability.of(opened, other, bound, at.progress()), result);
        }
    }

    private Report report(List<Stability> layers, ObjectNode result) {
        int stable = layers.stream().mapToInt(Stability::stable).sum();
        int all = layers.stream().mapToInt(Stability::networks).sum();
        result.put("minimumStability", bound).put("networks", all).put("stable", stable);
        Report report = new Report()
                .line(
                        "stable",
                        String.format(
                                Locale.ROOT,
                                "%s of %s networks (%.0f %%) have an Iq of %s or more",
                                Sizes.count(stable),
                                Sizes.count(all),
                                100.0 * stable / all,
                                bound));
        if (against != null) {
            double median = Stability.medianAgreement(layers);
            Json.number(result, "medianAgreement", median);
            report.line(
                    "found again",
                    String.format(Locale.ROOT, "median |r| %.3f of their maps with those of %s", median, against));
        }
        report.row("layer", "group", "networks", "stable", "share", "mean Iq");
        ArrayNode rows = result.putArray("perLayer");
        for (Stability l : layers) {
            double share = l.stable() / (double) l.networks();
            ObjectNode row = rows.addObject().put("layer", l.layer()).put("group", l.group());
            row.put("networks", l.networks()).put("stable", l.stable()).put("share", share);
            row.put("meanIq", l.meanIndex());
            if (against != null) {
                Json.number(row, "medianAgreement", Stability.medianAgreement(List.of(l)));
            }
            report.row(
                    l.layer(),
                    l.group(),
                    l.networks(),
                    l.stable(),
                    String.format(Locale.ROOT, "%.0f %%", 100 * share),
                    String.format(Locale.ROOT, "%.2f", l.meanIndex()));
        }
        return report;
    }
}
