package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.task.Refusal;

class SizesTest {
    @ParameterizedTest
    @CsvSource({"5GB, 5000000000", "500MB, 500000000", "1.5 kb, 1500", "2GiB, 2147483648", "12, 12", "7B, 7"})
    void sizesAreReadAsTransformersReadsThem(String text, long bytes) {
        assertThat(Sizes.parse("--shard-size", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "big", "-5GB", "0", "5GBB", "99999999999999T", "1e9"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> Sizes.parse("--shard-size", text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--shard-size");
    }
}
