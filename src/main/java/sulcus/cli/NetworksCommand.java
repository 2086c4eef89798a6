package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.study.NetworkCsv;
import sulcus.study.NetworkFacts;
import sulcus.study.NetworkTable;
import sulcus.study.Study;

/** {@code sulcus networks STUDY}: the table of networks, out and in. */
@Command(
        name = "networks",
        description = {
            "List the functional networks of a study, or write them as CSV (--out).",
            "--take reads labels, colours, notes, decisions and thresholds from a CSV with a column \"network\""
                    + " into the study."
        })
final class NetworksCommand extends Verb {
    @Parameters(paramLabel = "STUDY", description = "study folder")
    private Path study;

    @Option(names = "--take", paramLabel = "FILE.csv", description = "take over what this table says")
    private Path in;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "write the table")
    private Path out;

    @Override
    Report run(Console at, ObjectNode result) {
        try (Study opened = Study.open(study)) {
            if (in != null) {
                List<NetworkCsv.Said> table = NetworkCsv.read(in);
                NetworkTable.apply(opened, table, in.getFileName().toString());
                result.put("taken", table.size());
            }
            List<NetworkFacts> rows = NetworkTable.of(opened, at.progress());
            result.put("networks", rows.size());
            if (out != null) {
                NetworkCsv.write(out, rows);
                result.put("out", out.toString());
                return new Report().line("networks", rows.size()).line("out", out);
            }
            Report report = new Report()
                    .row("network", "variance", "peak z", "key neurons", "own |z|", "decision", "answers to", "label");
            for (NetworkFacts row : rows) {
                report.row(
                        row.id(),
                        String.format(Locale.ROOT, "%.2f %%", 100 * row.variance()),
                        String.format(Locale.ROOT, "%.2f", row.peak()),
                        row.keyNeurons(),
                        Float.isNaN(row.threshold()) ? "" : Float.toString(row.threshold()),
                        row.decision().name().toLowerCase(Locale.ROOT),
                        row.answers() == null ? "" : row.answers().words(),
                        row.title());
            }
            return report;
        }
    }
}
