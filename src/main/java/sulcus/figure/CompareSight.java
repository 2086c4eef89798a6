package sulcus.figure;

import java.util.Set;
import java.util.function.ToDoubleFunction;
import sulcus.study.Comparison;
import sulcus.study.Tried;

/**
 * How a comparison is seen.
 *
 * @param parameters whether the axis across counts parameters, else neurons
 * @param logarithmic whether the ordinate is
 * @param hidden names of curves that are left out
 * @param panel what stands below the plot
 */
public record CompareSight(boolean parameters, boolean logarithmic, Set<String> hidden, Panel panel) {
    public static final CompareSight START = new CompareSight(false, true, Set.of(), Panel.NONE);

    /** What stands below the plot. */
    public enum Panel {
        NONE,
        /** Two settings side by side. */
        SETTINGS,
        /** What methods preserve in common. */
        OVERLAP
    }

    public CompareSight {
        hidden = Set.copyOf(hidden);
    }

    ToDoubleFunction<Comparison.Point> across() {
        return parameters ? Comparison.Point::parametersRemoved : Comparison.Point::neuronsRemoved;
    }

    double across(Tried t) {
        return parameters ? t.parametersRemoved() : t.neuronsRemoved();
    }

    /** What counts as removed, in words. */
    public String what() {
        return parameters ? "parameters" : "neurons";
    }
}
