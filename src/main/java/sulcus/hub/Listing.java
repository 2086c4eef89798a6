package sulcus.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sulcus.task.Refusal;

/**
 * What a hub says of a model: {@code GET /api/models/NAME/revision/REVISION?blobs=true}.
 *
 * @param name such as "org/model"
 * @param revision that was asked for: a branch, a tag or a commit
 * @param commit that it stands for
 * @param files all of them, hostile names refused
 */
public record Listing(Hub hub, String name, String revision, String commit, List<HubFile> files) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][\\w.-]{0,95}/[A-Za-z0-9][\\w.-]{0,95}");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][\\w./-]{0,199}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
    private static final Pattern PART = Pattern.compile("[\\w.+@=,() -]{1,200}");
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");
    private static final int LARGEST = 32 << 20;
    private static final int MOST_FILES = 20_000;

    /**
     * Asks the hub. Nothing is fetched but this list.
     *
     * @throws Refusal if there is no such model, or the answer cannot be believed
     */
    public static Listing of(Hub hub, String name, String revision) {
        if (!NAME.matcher(name).matches()) {
            throw new Refusal(name + ": is no name of a model; write one such as org/model");
        }
        if (!REVISION.matcher(revision).matches() || revision.contains("..")) {
            throw new Refusal("revision " + revision + ": is neither a branch nor a tag nor a commit");
        }
        URI uri = URI.create(hub + "/api/models/" + name + "/revision/" + encoded(revision) + "?blobs=true");
        try (Connection connection = Connection.open(hub, uri, name, 0);
                InputStream body = connection.body()) {
            byte[] answer = body.readNBytes(LARGEST + 1);
            if (answer.length > LARGEST) {
                throw new Refusal(hub + ": " + name + ": its list of files is longer than " + (LARGEST >> 20) + " MB");
            }
            return read(hub, name, revision, new ObjectMapper().readTree(answer));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new Refusal(hub + ": " + name + ": its list of files is no JSON; is this a hub?", e);
        } catch (IOException e) {
            throw Connection.lost(hub, name, e);
        }
    }

    private static Listing read(Hub hub, String name, String revision, JsonNode answer) {
        String commit = answer.path("sha").asText("");
        JsonNode siblings = answer.path("siblings");
        if (!COMMIT.matcher(commit).matches() || !siblings.isArray()) {
            throw new Refusal(hub + ": " + name + ": its list of files has no commit or no files; is this a hub?");
        }
        if (siblings.size() > MOST_FILES) {
            throw new Refusal(hub + ": " + name + ": has more than " + MOST_FILES + " files");
        }
        List<HubFile> files = new ArrayList<>();
        for (JsonNode one : siblings) {
            String file = one.path("rfilename").asText("");
            requireHarmless(hub, name, file);
            JsonNode large = one.path("lfs");
            JsonNode size = large.has("size") ? large.path("size") : one.path("size");
            if (!size.canConvertToLong() || size.asLong() < 0) {
                throw new Refusal(hub + ": " + name + ": " + file + ": has no size");
            }
            files.add(
                    new HubFile(file, size.asLong(), digits(large.path("sha256"), 64), digits(one.path("blobId"), 40)));
        }
        files.sort(Comparator.comparing(HubFile::name));
        return new Listing(hub, name, revision, commit, List.copyOf(files));
    }

    private static String digits(JsonNode node, int count) {
        String text = node.asText("");
        return text.matches("[0-9a-f]{" + count + "}") ? text : null;
    }

    /** Refuses names that would leave the folder, or mean something else on some system. */
    private static void requireHarmless(Hub hub, String model, String name) {
        for (String part : name.split("/", -1)) {
            String stem = part.split("\\.", 2)[0].toLowerCase(Locale.ROOT);
            if (!PART.matcher(part).matches()
                    || part.matches("\\.+|.*[. ]")
                    || DEVICES.contains(stem)
                    || stem.matches("(com|lpt)[0-9]")) {
                throw new Refusal(hub + ": " + model + ": lists a file \"" + name.replaceAll("[^\\w./-]", "?")
                        + "\", whose name is not safe; nothing was fetched");
            }
        }
    }

    /** Where a file lies. */
    URI address(HubFile file) {
        String path = java.util.Arrays.stream(file.name().split("/"))
                .map(Listing::encoded)
                .collect(Collectors.joining("/"));
        return URI.create(hub + "/" + name + "/resolve/" + commit + "/" + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * The files to fetch: those that the patterns name; without patterns what Sulcus reads, safetensors before GGUF.
     *
     * @param include such as "*Q4_K_M.gguf"
     * @throws Refusal if nothing is chosen, or there are several GGUF files to choose from
     */
    public List<HubFile> chosen(List<String> include) {
        List<HubFile> chosen = include.isEmpty()
                ? usual()
                : files.stream().filter(f -> named(f, include)).toList();
        if (chosen.isEmpty()) {
            throw new Refusal(
                    name + ": " + (include.isEmpty() ? "" : "no file is named " + String.join(", ", include) + "; ")
                            + "it has " + shown(files));
        }
        for (HubFile file : chosen) {
            if (file.identity() == null) {
                throw new Refusal(
                        hub + ": " + name + ": " + file.name() + ": the hub gives no checksum, so that nothing"
                                + " would show whether it came whole; it is not fetched");
            }
        }
        return chosen;
    }

    private static boolean named(HubFile file, List<String> patterns) {
        for (String pattern : patterns) {
            PathMatcher matcher;
            try {
                matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            } catch (java.util.regex.PatternSyntaxException e) {
                throw new Refusal("--include " + pattern + ": is no pattern; write one such as *Q4_K_M.gguf", e);
            }
            Path path = Path.of(file.name());
            if (matcher.matches(path) || matcher.matches(path.getFileName())) {
                return true;
            }
        }
        return false;
    }

    private static final Pattern BESIDE = Pattern.compile(
            "config\\.json|generation_config\\.json|tokenizer.*|special_tokens_map\\.json|added_tokens\\.json|vocab\\.json|"
                    + "merges\\.txt|chat_template.*|README\\.md|LICEN[CS]E.*|NOTICE.*");

    private List<HubFile> usual() {
        List<HubFile> top = files.stream().filter(f -> !f.name().contains("/")).toList();
        boolean named = top.stream().anyMatch(f -> f.name().matches("model.*\\.safetensors"));
        List<HubFile> weights = top.stream()
                .filter(f -> f.name()
                        .matches(
                                named
                                        ? "model.*\\.safetensors(\\.index\\.json)?"
                                        : ".*\\.safetensors(\\.index\\.json)?"))
                .toList();
        if (weights.isEmpty()) {
            weights = top.stream().filter(f -> f.name().endsWith(".gguf")).toList();
            if (weights.isEmpty()) {
                throw new Refusal(name + ": has neither safetensors nor GGUF files, and no others are read; it has "
                        + shown(files));
            }
            if (weights.size() > 1) {
                throw new Refusal(name + ": has " + weights.size() + " GGUF files, " + shown(weights)
                        + "; choose with --include");
            }
        }
        List<HubFile> all = new ArrayList<>(weights);
        top.stream().filter(f -> BESIDE.matcher(f.name()).matches()).forEach(all::add);
        return all;
    }

    private static String shown(List<HubFile> files) {
        String names = files.stream().limit(12).map(HubFile::name).collect(Collectors.joining(", "));
        return files.isEmpty()
                ? "no files"
                : files.size() > 12 ? names + " and " + (files.size() - 12) + " more" : names;
    }
}
