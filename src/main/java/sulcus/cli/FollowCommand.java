package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.study.lab.Recurrence;
import sulcus.study.lab.Trail;

/** {@code sulcus follow STUDY NETWORK}: one network through groups of texts, layers and kinds of text. */
@Command(
        name = "follow",
        description = {
            "Follow one network through the groups of texts of its study (by the correlation of maps and the overlap of key"
                    + " neurons), through the layers (by the correlation of time courses on the same tokens, beside what time"
                    + " shifts give), and through kinds of text, where sulcus recurrence measured them."
        })
final class FollowCommand extends Verb {
    @Parameters(index = "0", paramLabel = "STUDY", description = "study folder")
    private Path study;

    @Parameters(index = "1", paramLabel = "NETWORK", description = "such as 12.7, or 12.1.7 of group 1")
    private String network;

    @Option(
            names = "--key-threshold",
            paramLabel = "Z",
            description = "|z| above which a neuron is a key neuron (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private float key;

    @Option(
            names = "--nulls",
            paramLabel = "N",
            description = "time shifts (default: ${DEFAULT-VALUE})",
            defaultValue = "200")
    private int nulls;

    @Option(names = "--seed", description = "of the shifts (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private long seed;

    @Override
    Report run(Console at, ObjectNode result) {
        NetworkId id = NetworkId.parse(network);
        try (Study opened = Study.open(study)) {
            return report(Trail.of(opened, id, key, nulls, seed, at.progress()), result);
        }
    }

    private static Report report(Trail trail, ObjectNode result) {
        Report report = new Report().line("network", trail.network());
        result.put("network", trail.network().toString());
        ArrayNode groups = result.putArray("groups");
        ArrayNode layers = result.putArray("layers");
        ArrayNode kinds = result.putArray("kinds");
        report.row("in", "network", "|r|", "IoU", "q");
        for (Trail.InGroup g : trail.groups()) {
            groups.addObject()
                    .put("network", g.network().toString())
                    .put("r", g.r())
                    .put("iou", g.iou())
                    .put("mostInCommon", g.best().toString())
                    .put("mostIou", g.bestIou());
            report.row("group " + g.network().group(), g.network(), decimals(g.r()), decimals(g.iou()), "");
            if (!g.best().equals(g.network())) {
                report.row("", g.best(), "", decimals(g.bestIou()), "");
            }
        }
        for (Trail.InLayer l : trail.layers()) {
            layers.addObject()
                    .put("network", l.network().toString())
                    .put("r", l.r())
                    .put("p", l.p())
                    .put("q", l.q());
            report.row("layer " + l.network().layer(), l.network(), decimals(l.r()), "", decimals(l.q()));
        }
        for (Recurrence.Count c : trail.kinds()) {
            kinds.addObject()
                    .put("kind", c.kind())
                    .put("texts", c.texts())
                    .put("found", c.found())
                    .put("meanR", c.meanR())
                    .put("meanIou", c.meanIou())
                    .put("q", c.q());
            report.row(
                    c.kind(),
                    c.found() + " of " + c.texts() + " texts",
                    decimals(c.meanR()),
                    decimals(c.meanIou()),
                    decimals(c.q()));
        }
        if (trail.kinds().isEmpty()) {
            report.close("Kinds of text are not known; measure them with sulcus recurrence.");
        }
        return report;
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
