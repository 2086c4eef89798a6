package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnpackedTest {
    private static final Path HOME = Path.of("home");

    @Test
    void eachSystemHasItsPlaceForCaches() {
        assertThat(Unpacked.folder("Linux", HOME, name -> null)).isEqualTo(Path.of("home/.cache/sulcus"));
        assertThat(Unpacked.folder("Linux", HOME, Map.of("XDG_CACHE_HOME", "elsewhere")::get))
                .isEqualTo(Path.of("elsewhere/sulcus"));
        assertThat(Unpacked.folder("Mac OS X", HOME, name -> null)).isEqualTo(Path.of("home/Library/Caches/sulcus"));
        assertThat(Unpacked.folder("Windows 11", HOME, Map.of("LOCALAPPDATA", "local")::get))
                .isEqualTo(Path.of("local/sulcus"));
        assertThat(Unpacked.folder("Windows 11", HOME, name -> null)).isEqualTo(Path.of("home/AppData/Local/sulcus"));
    }

    @Test
    void everyLibraryHasAFolderInIt() {
        assertThat(Unpacked.places(HOME).values())
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(place -> place.startsWith(HOME));
    }
}
