package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sulcus workbench [STUDY]}, and {@code sulcus} alone: opens the window. */
@Command(name = "workbench", description = "Open the window (also: sulcus without a command).")
final class WorkbenchCommand extends Verb {
    @Parameters(paramLabel = "STUDY", arity = "0..1", description = "study folder to open")
    private Path study;

    @Override
    Report run(Console at, ObjectNode result) throws Exception {
        Window.open(study);
        result.put("closed", true);
        return new Report();
    }
}
