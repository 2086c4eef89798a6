package sulcus.workbench.laboratory;

import java.util.List;
import java.util.Locale;
import sulcus.study.Intervention;
import sulcus.study.Intervention.Kind;
import sulcus.study.Intervention.Target;

/**
 * One line of what is done: the same to some targets.
 *
 * @param name of the targets, such as "3.5" or "layer 3"
 * @param amount of a scale or a shift
 */
record Item(Kind kind, float amount, String name, List<Target> targets) {
    Item {
        targets = List.copyOf(targets);
    }

    List<Intervention> interventions() {
        return targets.stream().map(t -> new Intervention(kind, amount, t)).toList();
    }

    Item with(float other) {
        return new Item(kind, other, name, targets);
    }

    boolean hasAmount() {
        return kind == Kind.SCALE || kind == Kind.SHIFT;
    }

    String words() {
        return switch (kind) {
            case SILENCE -> "silence " + name;
            case RETAIN -> "retain only " + name;
            case SCALE -> String.format(Locale.ROOT, "%s × %.2f", name, amount);
            case SHIFT -> String.format(Locale.ROOT, "%s %+.2f", name, amount).replace('-', '−');
        };
    }
}
