package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The layout of the bundled study: networks hold together, and the same function stays at the same place. */
class SampleLayoutTest {
    private static final Path STUDY = Path.of("sample-data", "study");

    @Test
    void likeLiesBesideLike() {
        assumeTrue(Study.isStudy(STUDY), "the bundled sample study is not there");
        try (Study study = Study.open(STUDY)) {
            LayoutQuality quality = LayoutQuality.of(study);
            assertThat(quality.contiguity()).isGreaterThan(0.85);
            assertThat(quality.byChance()).isLessThan(0.1);
            assertThat(quality.moved()).isLessThan(quality.apart() / 2);
        }
    }
}
