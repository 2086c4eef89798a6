package sulcus.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import sulcus.text.Corpus;

/**
 * What {@code --text} takes: one file, folder or quoted pattern, and the names of texts right behind it, which is what a shell makes
 * of a pattern that is not quoted. A MODEL or STUDY never ends as a text does, so that it may stand behind too.
 */
final class TextWords implements IParameterConsumer {
    /** What is said of it in each command's help. */
    static final String SEVERAL = "; a file, a folder, or 'a pattern'; several are read in turn";

    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        if (arguments.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "Missing required parameter for option '" + ((OptionSpec) option).longestName() + "' ("
                            + option.paramLabel() + ")");
        }
        List<String> words = new ArrayList<>();
        List<String> before = option.getValue();
        if (before != null) {
            words.addAll(before);
        }
        words.add(arguments.pop());
        while (!arguments.isEmpty() && isText(arguments.peek())) {
            words.add(arguments.pop());
        }
        option.setValue(words);
    }

    private static boolean isText(String word) {
        try {
            return !word.startsWith("-") && Corpus.isText(Path.of(word));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
