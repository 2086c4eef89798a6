package sulcus.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class DownloadTest {
    private static final byte[] WEIGHTS = new byte[3 << 20];
    private static final byte[] CONFIGURATION =
            "{\"model_type\":\"llama\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    static {
        new Random(1).nextBytes(WEIGHTS);
    }

    @TempDir
    Path cache;

    private LoopbackHub server;

    @BeforeEach
    void serve() throws IOException {
        server = new LoopbackHub().file("config.json", CONFIGURATION).file("model.safetensors", WEIGHTS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Hub hub() {
        return Hub.of(server.address(), Map.of("HF_TOKEN", "hf_secret"));
    }

    private Listing listing() {
        return Listing.of(hub(), "org/model", "main");
    }

    private Download download() {
        Listing listing = listing();
        return new Download(listing, listing.chosen(List.of()), cache);
    }

    private List<String> left() throws IOException {
        try (Stream<Path> all = Files.walk(cache)) {
            return all.filter(Files::isRegularFile)
                    .map(p -> cache.relativize(p).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aModelLiesWhereHuggingFacesToolsLookForIt() throws IOException {
        Path folder = download().run(Progress.NONE);

        assertThat(Files.readAllBytes(folder.resolve("model.safetensors"))).isEqualTo(WEIGHTS);
        assertThat(left())
                .containsExactly(
                        "models--org--model/refs/main",
                        "models--org--model/snapshots/" + LoopbackHub.COMMIT + "/config.json",
                        "models--org--model/snapshots/" + LoopbackHub.COMMIT + "/model.safetensors");
        assertThat(Files.readString(cache.resolve("models--org--model/refs/main")))
                .isEqualTo(LoopbackHub.COMMIT);
        server.asked.clear();
        download().run(Progress.NONE);
        assertThat(server.asked).as("what is here is not fetched again").hasSize(1);
    }

    @Test
    void whatBrokeOffIsGoneOnWith() throws IOException {
        server.breaksAfter(1_000_000);
        assertThatThrownBy(() -> download().run(Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("what is here stays");
        assertThat(cache.resolve("models--org--model/refs/main")).doesNotExist();
        long came = WEIGHTS.length + CONFIGURATION.length - download().missing();
        assertThat(came).isPositive();
        server.breaksAfter(-1).asked.clear();

        Path folder = download().run(Progress.NONE);

        assertThat(Files.readAllBytes(folder.resolve("model.safetensors"))).isEqualTo(WEIGHTS);
        assertThat(server.asked).anyMatch(line -> line.contains("model.safetensors bytes=" + came + "-"));
    }

    @Test
    void aCancelledDownloadKeepsWhatCame() throws IOException {
        Progress cancelled = new Progress() {
            @Override
            public void report(String what, double fraction) {
                if (fraction > 0.5) {
                    throw new Cancelled();
                }
            }

            @Override
            public void check() {}
        };
        assertThatThrownBy(() -> download().run(cancelled)).isInstanceOf(Cancelled.class);
        assertThat(left()).anyMatch(name -> name.endsWith(".incomplete"));
        assertThat(download().missing()).isLessThan((long) WEIGHTS.length);
    }

    @Test
    void aWrongChecksumThrowsThePartAway() throws IOException {
        server.lies("model.safetensors");
        assertThatThrownBy(() -> download().run(Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("its checksum is");
        assertThat(left()).noneMatch(name -> name.contains("safetensors") || name.endsWith(".incomplete"));
    }

    @Test
    void theTokenIsSaidToTheHubAlone() throws IOException {
        try (LoopbackHub other = new LoopbackHub()) {
            other.file("config.json", CONFIGURATION).file("model.safetensors", WEIGHTS);
            server.redirects(other.address());
            download().run(Progress.NONE);
            assertThat(server.asked).isNotEmpty().allMatch(line -> line.endsWith("Bearer hf_secret"));
            assertThat(other.asked).hasSize(2).allMatch(line -> line.endsWith("null"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.safetensors", "/etc/evil", "a\\b", "a/../b", "con.json", "a//b", "a:b", "end."})
    void namesThatLeadElsewhereAreRefused(String name) {
        server.file(name, new byte[1]);
        assertThatThrownBy(this::listing).isInstanceOf(Refusal.class).hasMessageContaining("not safe");
    }

    @Test
    void amongSeveralGgufFilesTheUserChooses() throws IOException {
        try (LoopbackHub gguf = new LoopbackHub()) {
            gguf.file("a.Q4_0.gguf", new byte[5])
                    .file("a.Q8_0.gguf", new byte[7])
                    .file("pytorch_model.bin", new byte[9]);
            Listing listing = Listing.of(Hub.of(gguf.address(), Map.of()), "org/model", "main");
            assertThatThrownBy(() -> listing.chosen(List.of()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("choose with --include");
            assertThat(listing.chosen(List.of("*Q8_0.gguf")))
                    .extracting(HubFile::name)
                    .containsExactly("a.Q8_0.gguf");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org",
                "ftp://127.0.0.1",
                "https://user:word@example.org",
                "no address",
                "file:///etc"
            })
    void onlySafeHubsAreAsked(String address) {
        assertThatThrownBy(() -> Hub.of(address, Map.of())).isInstanceOf(Refusal.class);
    }

    @Test
    void anotherHubIsNamedByTheEnvironment() {
        assertThat(Hub.of(null, Map.of("HF_ENDPOINT", "https://mirror.example/"))
                        .toString())
                .isEqualTo("https://mirror.example");
        assertThat(Hub.of(null, Map.of()).toString()).isEqualTo(Hub.PUBLIC);
    }
}
