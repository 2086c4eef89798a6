package sulcus.workbench.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import sulcus.study.RulesRecord;

/** What one step of the history changed in the rules. */
final class RulesChange {
    private static final int NAMED = 3;

    private RulesChange() {}

    /**
     * In words; empty where nothing changed.
     *
     * @param before null for none
     * @param after null for none
     */
    static String words(RulesRecord before, RulesRecord after) {
        if (after == null) {
            return "";
        }
        List<String> changes = new ArrayList<>();
        if (before == null || !before.target().equals(after.target()) || before.value() != after.value()) {
            changes.add((before == null ? "" : target(before) + " → ") + target(after));
        }
        if (before == null || !before.protectedLayers().equals(after.protectedLayers())) {
            changes.add(
                    after.protectedLayers().isEmpty()
                            ? "no layer protected"
                            : "protected layers "
                                    + String.join(
                                            ", ",
                                            after.protectedLayers().stream()
                                                    .map(String::valueOf)
                                                    .toList()));
        }
        changed(
                changes,
                "layer",
                before == null ? Map.of() : before.layerThresholds(),
                after.layerThresholds(),
                t -> String.format(Locale.ROOT, "%.2f", t));
        changed(changes, "network", before == null ? Map.of() : before.networks(), after.networks(), d -> d);
        changed(
                changes,
                "network",
                before == null ? Map.of() : before.networkThresholds(),
                after.networkThresholds(),
                t -> String.format(Locale.ROOT, "|z| %.2f", t));
        double stable = before == null ? 0 : before.minimumStability();
        if (stable != after.minimumStability()) {
            changes.add(
                    after.minimumStability() == 0
                            ? "unstable networks count again"
                            : String.format(Locale.ROOT, "without networks below Iq %.2f", after.minimumStability()));
        }
        return String.join("; ", changes);
    }

    private static String target(RulesRecord rules) {
        return rules.target().equals("threshold")
                ? String.format(Locale.ROOT, "threshold %.2f", rules.value())
                : String.format(Locale.ROOT, "%.1f\u00a0%% of %s removed", 100 * rules.value(), rules.target());
    }

    private static <K extends Comparable<K>, V> void changed(
            List<String> changes, String what, Map<K, V> before, Map<K, V> after, Function<V, String> name) {
        Set<K> all = new HashSet<>(before.keySet());
        all.addAll(after.keySet());
        List<K> different = all.stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .sorted()
                .toList();
        if (different.size() > NAMED) {
            changes.add(different.size() + " " + what + "s");
            return;
        }
        for (K key : different) {
            V now = after.get(key);
            changes.add(what + " " + key + (now == null ? " as the rest" : " " + name.apply(now)));
        }
    }
}
