package sulcus.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sulcus.format.GgufFile;
import sulcus.format.TensorInfo;
import sulcus.task.Refusal;

/**
 * The parts of a model that llama-gguf-split cut: {@code NAME-00001-of-00003.gguf} … Each is a GGUF of its own; the first has the
 * metadata. Source: llama.cpp's {@code tools/gguf-split} (split.no counts from 0, split.count, split.tensors.count).
 *
 * @param files in their order; one where nothing was cut
 */
record GgufParts(List<GgufFile> files) {
    private static final Pattern NAME = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})(?i:\\.gguf)");
    private static final String COUNT = "split.count";
    private static final String NUMBER = "split.no";
    private static final String TENSORS = "split.tensors.count";

    /** The first part, where a name is that of a later one and the first lies beside it. */
    static Path first(Path path) {
        Matcher name = name(path);
        if (!name.matches() || name.group(2).equals("00001")) {
            return path;
        }
        Path first = part(path, name, 1);
        return Files.exists(first) ? first : path;
    }

    private static Matcher name(Path path) {
        return NAME.matcher(String.valueOf(path.getFileName()));
    }

    private static Path part(Path path, Matcher name, int number) {
        return path.resolveSibling(
                String.format(Locale.ROOT, "%s-%05d-of-%s.gguf", name.group(1), number, name.group(3)));
    }

    /**
     * Opens a file and, where it is the first of several parts, all of them.
     *
     * @throws Refusal if a part is missing, is another one than its name says, or a tensor is there twice or not at all
     */
    static GgufParts open(Path path) {
        List<GgufFile> files = new ArrayList<>();
        boolean good = false;
        try {
            files.add(GgufFile.open(path));
            int count = count(files.getFirst());
            if (count > 1) {
                openRest(path, files, count);
            }
            good = true;
            return new GgufParts(List.copyOf(files));
        } finally {
            if (!good) {
                files.forEach(GgufFile::close);
            }
        }
    }

    private static void openRest(Path path, List<GgufFile> files, int count) {
        Matcher name = name(path);
        if (!name.matches() || Integer.parseInt(name.group(3)) != count) {
            throw new Refusal(path + ": is one of " + count + " parts of a model, and its name does not say so (such as"
                    + " model-00001-of-00003.gguf); give the parts back the names that they had");
        }
        require(files.getFirst(), 0, count);
        for (int number = 1; number < count; number++) {
            Path part = part(path, name, number + 1);
            if (!Files.exists(part)) {
                throw new Refusal(
                        part + ": is missing; the model has " + count + " parts, put all of them into one folder");
            }
            GgufFile file = GgufFile.open(part);
            files.add(file);
            require(file, number, count);
        }
        Map<String, Path> places = new LinkedHashMap<>();
        for (GgufFile file : files) {
            for (String tensor : file.tensors().keySet()) {
                Path before = places.put(tensor, file.path());
                if (before != null) {
                    throw new Refusal(file.path() + ": tensor " + tensor + " is in " + before.getFileName()
                            + " already;" + " copy the parts again");
                }
            }
        }
        Number tensors = files.getFirst().number(TENSORS);
        if (tensors != null && tensors.longValue() != places.size()) {
            throw new Refusal(path + ": " + TENSORS + ": the parts have " + places.size() + " tensors, not " + tensors
                    + "; copy the parts again");
        }
    }

    private static void require(GgufFile file, int number, int count) {
        Number is = file.number(NUMBER);
        if (is == null || is.longValue() != number || count(file) != count) {
            throw new Refusal(file.path() + ": is part " + (is == null ? "?" : is.longValue() + 1) + " of "
                    + count(file) + ", not part " + (number + 1) + " of " + count
                    + " as its name says; copy the parts again");
        }
    }

    private static int count(GgufFile file) {
        Number count = file.number(COUNT);
        if (count == null) {
            return 1;
        }
        if (count.longValue() < 1 || count.longValue() > 99_999) {
            throw new Refusal(file.path() + ": " + COUNT + ": " + count + " is no number of parts");
        }
        return (int) count.longValue();
    }

    GgufFile first() {
        return files.getFirst();
    }

    /** The tensors of all parts. */
    Map<String, TensorInfo> tensors() {
        Map<String, TensorInfo> all = new LinkedHashMap<>();
        files.forEach(file -> all.putAll(file.tensors()));
        return all;
    }

    /** The part in which a tensor lies. */
    GgufFile holding(String tensor) {
        return files.stream()
                .filter(file -> file.tensors().containsKey(tensor))
                .findFirst()
                .orElseThrow();
    }

    void close() {
        files.forEach(GgufFile::close);
    }
}
