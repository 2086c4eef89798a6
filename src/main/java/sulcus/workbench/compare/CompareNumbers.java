package sulcus.workbench.compare;

import java.util.ArrayList;
import java.util.List;
import sulcus.figure.CompareData;
import sulcus.study.Comparison.Curve;
import sulcus.study.Comparison.Point;
import sulcus.study.Overlap;

/** A comparison as a table. */
final class CompareNumbers {
    private CompareNumbers() {}

    /** One row a point, hidden curves left out; what methods have in common below, where it is shown. */
    static List<List<String>> of(CompareData d) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "curve",
                "method",
                "compensation",
                "neurons removed",
                "parameters removed",
                "perplexity",
                "error",
                "seeds",
                "text",
                "windows",
                "window"));
        String text = d.comparison().on().text();
        String windows = Integer.toString(d.comparison().on().windows());
        String window = Integer.toString(d.comparison().on().window());
        rows.add(List.of(
                "dense",
                "dense",
                "none",
                "0",
                "0",
                Double.toString(d.comparison().dense()),
                number(d.comparison().denseError()),
                "1",
                text,
                windows,
                window));
        for (Curve curve : d.comparison().curves()) {
            for (Point p : d.sight().hidden().contains(curve.name()) ? List.<Point>of() : curve.points()) {
                rows.add(List.of(
                        curve.name(),
                        curve.method(),
                        curve.compensate(),
                        Double.toString(p.neuronsRemoved()),
                        Double.toString(p.parametersRemoved()),
                        Double.toString(p.perplexity()),
                        number(p.error()),
                        Integer.toString(p.seeds()),
                        text,
                        windows,
                        window));
            }
        }
        if (d.overlap() != null) {
            rows.addAll(of(d.overlap()));
        }
        return rows;
    }

    private static List<List<String>> of(Overlap overlap) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("neurons", "first", "second", "iou"));
        for (int a = 0; a < overlap.methods().size(); a++) {
            for (int b = 0; b < overlap.methods().size(); b++) {
                rows.add(List.of(
                        Double.toString(overlap.neurons()),
                        overlap.methods().get(a).label(),
                        overlap.methods().get(b).label(),
                        Double.toString(overlap.iou()[a][b])));
            }
        }
        return rows;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
