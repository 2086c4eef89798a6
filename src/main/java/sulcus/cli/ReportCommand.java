package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.figure.DrawFigure;
import sulcus.figure.WriteReport;
import sulcus.prune.NetworkId;
import sulcus.study.Study;

/** {@code sulcus report STUDY}: model, parameters, tables and figures in one PDF. */
@Command(name = "report", description = "Write one PDF with model card, parameters, tables and figures of a study.")
final class ReportCommand extends Verb {
    @Parameters(paramLabel = "STUDY", description = "study folder")
    private Path study;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "a .pdf; replaced if it exists")
    private Path out;

    @Option(
            names = "--views",
            split = ",",
            paramLabel = "VIEW",
            defaultValue = "mosaic,histogram,stack,network,carpet,connectivity,compare",
            description = "figures, in this order (default: ${DEFAULT-VALUE})")
    private List<DrawFigure.View> views;

    @Option(
            names = "--network",
            paramLabel = "ID",
            description = "the network of the pages on one network, such as 12.7")
    private String network;

    @Override
    Report run(Console at, ObjectNode result) {
        WriteReport report = new WriteReport(views, network == null ? null : NetworkId.parse(network), out);
        try (Study opened = Study.open(study)) {
            int pages = report.run(opened, at.progress());
            result.put("out", out.toString());
            result.put("pages", pages);
            return new Report().line("out", out).line("pages", pages);
        }
    }
}
