package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.task.Refusal;

class CalibrationTest {
    @TempDir
    Path folder;

    /** Every code point is a token. */
    private static final Tokenizer LETTERS = new Tokenizer() {
        @Override
        public int[] encode(String text) {
            return text.codePoints().toArray();
        }

        @Override
        public String decode(int[] ids) {
            return new String(ids, 0, ids.length);
        }

        @Override
        public String token(int id) {
            return Character.toString(id);
        }

        @Override
        public int beginOfText() {
            return -1;
        }

        @Override
        public int size() {
            return Character.MAX_CODE_POINT + 1;
        }

        @Override
        public int endOfText() {
            return -1;
        }

        @Override
        public String chatTemplate() {
            return "";
        }

        @Override
        public void close() {}
    };

    private Corpus corpus(String text) throws IOException {
        return Corpus.read(Files.writeString(folder.resolve("c.txt"), text), null);
    }

    @Test
    void linesLongerThanTheMinimumAreTakenInFileOrder() throws IOException {
        Corpus corpus = corpus("aaaa\n bbbbb \nccc\nddddddd\neeeee\n");
        List<List<CalibrationText>> groups = Calibration.select(corpus, LETTERS, 2, 2, 4, 6);
        assertThat(groups).hasSize(2);
        assertThat(groups.get(0)).extracting(CalibrationText::text).containsExactly("bbbbb", "ddddddd");
        assertThat(groups.get(0).get(1).tokens()).hasSize(6);
        assertThat(groups.get(1)).extracting(CalibrationText::text).containsExactly("eeeee");
    }

    @Test
    void lengthIsCountedInCodePoints() throws IOException {
        // four characters, eight UTF-16 units
        assertThatThrownBy(() -> Calibration.select(corpus("🙂🙂🙂🙂\n"), LETTERS, 1, 1, 4, 9))
                .isInstanceOf(Refusal.class);
        assertThat(Calibration.select(corpus("🙂🙂🙂🙂\n"), LETTERS, 1, 1, 3, 9))
                .hasSize(1);
    }

    @Test
    void tooFewTextsForTheGroupsAreRefusedWithTheirNumber() throws IOException {
        Corpus corpus = corpus("aaaaa\nbbbbb\nccc\n");
        assertThatThrownBy(() -> Calibration.select(corpus, LETTERS, 2, 2, 4, 6))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("2 of 3 texts");
    }

    @Test
    void nothingIsReadBeyondTheLastTextNeeded() throws IOException {
        Corpus corpus = corpus("aaaaa\n" + "\n".repeat(200_000) + "\0");
        assertThat(Calibration.select(corpus, LETTERS, 1, 1, 4, 6)).hasSize(1);
    }
}
