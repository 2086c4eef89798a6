package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.study.Reproduce;
import sulcus.study.Study;
import sulcus.study.StudyScript;

/** {@code sulcus reproduce STUDY}: replays the history. */
@Command(
        name = "reproduce",
        description =
                "Decompose again from what a study records, make each recorded plan again, and compare the masks.")
final class ReproduceCommand extends Verb {
    @Parameters(paramLabel = "STUDY", description = "study folder; it is not changed")
    private Path study;

    @Option(names = "--script", description = "only print the history as a shell script of sulcus commands")
    private boolean script;

    @Override
    Report run(Console at, ObjectNode result) {
        if (script) {
            try (Study opened = Study.open(study)) {
                String text = StudyScript.of(opened);
                result.put("script", text);
                return new Report().close(text.stripTrailing());
            }
        }
        Reproduce.Reproduced done = new Reproduce(study).run(at.progress());
        result.put("equal", done.equal());
        result.put("scoresEqual", done.scoresEqual());
        ArrayNode steps = result.putArray("steps");
        Report report = new Report()
                .line("masks", done.equal() ? "equal, byte for byte" : "not equal")
                .line("scores", done.scoresEqual() ? "equal, bit for bit" : "not equal")
                .line("time", TerminalProgress.duration(done.seconds()))
                .row("action", "recorded", "equal");
        for (Reproduce.Replayed step : done.steps()) {
            steps.addObject()
                    .put("action", step.action())
                    .put("time", step.time())
                    .put("equal", step.equal());
            report.row(step.action(), step.time().isEmpty() ? "now" : step.time(), step.equal() ? "yes" : "no");
        }
        result.put("seconds", done.seconds());
        return done.equal()
                ? report
                : report.failed(study + ": not reproduced: a mask differs (another device, library or version?)");
    }
}
