package sulcus.workbench.compare;

import java.util.function.Function;
import javafx.util.StringConverter;

/** Names in lists to choose from. */
final class Choices {
    private Choices() {}

    static <T> StringConverter<T> named(Function<T, String> name) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("chosen from a list, never typed");
            }
        };
    }
}
