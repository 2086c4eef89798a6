package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.hub.LoopbackHub;

class DownloadCommandTest {
    @TempDir
    Path cache;

    @Test
    void nothingIsFetchedUnlessSomebodySaysYes() throws IOException {
        try (LoopbackHub hub = new LoopbackHub()) {
            hub.file("config.json", new byte[] {'{', '}'}).file("model.safetensors", new byte[1000]);
            String[] arguments = {"download", "org/model", "--hub", hub.address(), "--cache", cache.toString()};
            CommandLineRun asked = CommandLineRun.of((Object[]) arguments);
            assertThat(asked.status()).isEqualTo(1);
            assertThat(asked.err()).contains("model.safetensors").contains("give --yes");
            assertThat(hub.asked).hasSize(1);
            assertThat(cache).isEmptyDirectory();

            String[] yes = java.util.Arrays.copyOf(arguments, arguments.length + 1);
            yes[arguments.length] = "--yes";
            CommandLineRun fetched = CommandLineRun.of((Object[]) yes);
            assertThat(fetched.status()).isZero();
            assertThat(Files.size(
                            cache.resolve("models--org--model/snapshots/" + LoopbackHub.COMMIT + "/model.safetensors")))
                    .isEqualTo(1000);
        }
    }
}
