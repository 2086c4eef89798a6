package sulcus.study.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sulcus.study.Study;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class WriteDataTest {
    private static final Path SAMPLE = Path.of("sample-data", "study");

    @TempDir
    Path folder;

    @BeforeEach
    void sample() {
        assumeTrue(Study.isStudy(SAMPLE), "the bundled sample study is not there");
    }

    /** Cancelled as soon as it says how far it is for the second time. */
    private static final class CancelledSoon implements Progress {
        private int reports;

        @Override
        public void report(String what, double fraction) {
            reports++;
            check();
        }

        @Override
        public void check() {
            if (reports > 1) {
                throw new Cancelled();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MAPS", "TIME_COURSES", "CONNECTIVITY"})
    void whatIsCancelledLeavesNothing(DataKind kind) {
        try (Study study = Study.open(SAMPLE)) {
            for (DataForm form : kind.forms()) {
                if (form != DataForm.NPY || !kind.ofRows()) {
                    WriteData write = new WriteData(kind, folder.resolve("cancelled" + form.ending()), -1, 0);
                    assertThatThrownBy(() -> write.run(study, new CancelledSoon()))
                            .isInstanceOf(Cancelled.class);
                }
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void everyFormThatIsOfferedIsWrittenAndNoOther(DataKind kind) {
        try (Study study = Study.open(SAMPLE)) {
            for (DataForm form : DataForm.values()) {
                Path out = folder.resolve("one" + form.ending());
                WriteData write = new WriteData(kind, out, 1, 0);
                if (kind.forms().contains(form)) {
                    assertThat(write.run(study, Progress.NONE).out()).isEqualTo(out);
                    assertThat(out).isNotEmptyFile();
                } else {
                    assertThatThrownBy(() -> write.run(study, Progress.NONE))
                            .isInstanceOf(Refusal.class)
                            .hasMessageStartingWith(out + ": this is written as .safetensors or .npy");
                    assertThat(out).doesNotExist();
                }
            }
        }
    }

    @Test
    void rowsOfManyLayersAreNoArray() {
        try (Study study = Study.open(SAMPLE)) {
            WriteData write = new WriteData(DataKind.TIME_COURSES, folder.resolve("all.npy"), -1, 0);
            assertThatThrownBy(() -> write.run(study, Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("give --layer");
        }
    }
}
