package sulcus.workbench.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.Arrangement;

class SessionFileTest {
    @TempDir
    Path folder;

    private final List<String> problems = new ArrayList<>();

    @Test
    void whatIsWrittenComesBack() {
        SessionFile file = new SessionFile(folder.resolve("new").resolve("session.json"));
        Session session = new Session(
                Session.VERSION,
                Look.Choice.LIGHT,
                1200,
                800,
                "a/study",
                List.of("a/study", "b.gguf"),
                new Arrangement(List.of("mosaic", "stack"), "stack", List.of("compare"), "compare", List.of("text")),
                true);
        file.write(session);
        assertThat(file.read(problems::add)).isEqualTo(session);
        assertThat(problems).isEmpty();
    }

    @Test
    void theFirstStartNeedsNoFile() {
        assertThat(new SessionFile(folder.resolve("none.json")).read(problems::add))
                .isEqualTo(Session.FIRST);
        assertThat(problems).isEmpty();
    }

    @Test
    void aDamagedFileIsSetAsideAndToldOf() throws IOException {
        Path path = folder.resolve("session.json");
        for (String content : new String[] {
            "{", "[1]", "null", "{\"version\": 99}", "{\"version\": 1, \"look\": \"PURPLE\"}", "\0\0\0"
        }) {
            problems.clear();
            Files.writeString(path, content);
            assertThat(new SessionFile(path).read(problems::add)).as(content).isEqualTo(Session.FIRST);
            assertThat(problems).as(content).hasSize(1).allMatch(line -> line.contains("session.json"));
            assertThat(path).doesNotExist();
            assertThat(folder.resolve("session.json.damaged")).hasContent(content);
        }
    }

    @Test
    void senselessNumbersBecomeUsualOnes() throws IOException {
        Path path = folder.resolve("session.json");
        Files.writeString(path, "{\"version\": 1, \"width\": 1e300, \"height\": -5, \"recent\": [null, \"a\", \"a\"]}");
        Session session = new SessionFile(path).read(problems::add);
        assertThat(session.width()).isEqualTo(1400);
        assertThat(session.height()).isEqualTo(900);
        assertThat(session.recent()).containsExactly("a");
    }

    @Test
    void tenFilesAreRememberedNewestFirst() {
        RecentFiles recent = new RecentFiles();
        for (int i = 0; i < 14; i++) {
            recent.opened(folder.resolve("study" + i));
        }
        recent.opened(folder.resolve("study9"));
        assertThat(recent.files()).hasSize(10).doesNotHaveDuplicates();
        assertThat(recent.files().getFirst()).isEqualTo(folder.resolve("study9"));
        assertThat(recent.files()).doesNotContain(folder.resolve("study3"));
        recent.remove(folder.resolve("study9"));
        assertThat(recent.files()).hasSize(9);
        recent.clear();
        assertThat(recent.files()).isEmpty();
    }
}
