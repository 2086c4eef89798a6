package sulcus.study;

import java.nio.file.Path;

/** Paths in a study: relative to its folder where the file lies near, so that both can be moved together. */
final class Places {
    /** More steps up than this, and the two are not one piece of work. */
    private static final int NEAR = 3;

    private Places() {}

    static String store(Path study, Path file) {
        Path from = study.toAbsolutePath().normalize();
        Path to = file.toAbsolutePath().normalize();
        if (from.getRoot() != null && from.getRoot().equals(to.getRoot())) {
            Path relative = from.relativize(to);
            int up = 0;
            for (Path step : relative) {
                up += step.toString().equals("..") ? 1 : 0;
            }
            if (up <= NEAR && up < from.getNameCount()) {
                return slashes(relative);
            }
        }
        return slashes(to);
    }

    private static String slashes(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    static Path resolve(Path study, String stored) {
        return study.toAbsolutePath().normalize().resolve(stored).normalize();
    }
}
