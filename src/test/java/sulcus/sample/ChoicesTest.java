package sulcus.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.text.ChoiceItem;

class ChoicesTest {
    @TempDir
    Path folder;

    @Test
    void theBundledItemsAreThoseOfTheGenerator() throws Exception {
        MakeSample.writeChoices(folder);
        Path bundled = Path.of("sample-data", "tasks", "choices.jsonl");
        assertThat(bundled).hasSameTextualContentAs(folder.resolve("tasks/choices.jsonl"));
        assertThat(ChoiceItem.read(bundled)).hasSize(84).allSatisfy(item -> {
            assertThat(item.choices()).hasSize(4).doesNotHaveDuplicates();
            assertThat(item.context()).isNotEmpty();
        });
        assertThat(ChoiceItem.read(bundled).stream().map(ChoiceItem::answer)).contains(0, 1, 2, 3);
    }
}
