package sulcus.cli;

import picocli.CommandLine.IVersionProvider;
import sulcus.study.Program;

/** The program's version for {@code --version}. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"sulcus " + Program.version()};
    }
}
