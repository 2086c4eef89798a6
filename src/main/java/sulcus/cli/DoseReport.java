package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import sulcus.study.lab.DoseResponse;
import sulcus.study.lab.Lesion;

/** What a dose–response curve says, in words and as JSON. */
record DoseReport(ObjectNode result) {
    /** A row a dose: neurons, what is added on each kind, and the most that random neurons add. */
    Report of(List<DoseResponse.Point> points) {
        ArrayNode rows = result.putArray("points");
        Report report = new Report();
        List<Object> head = new ArrayList<>(List.of("dose", "neurons"));
        points.getFirst().kinds().forEach(e -> head.add(e.kind()));
        head.add("most at random");
        report.row(head.toArray());
        for (DoseResponse.Point point : points) {
            ObjectNode row = rows.addObject().put("dose", point.dose()).put("neurons", point.neurons());
            ArrayNode kinds = row.putArray("kinds");
            List<Object> cells = new ArrayList<>(List.of(point.dose(), Sizes.count(point.neurons())));
            double most = Double.NaN;
            for (Lesion.Effect e : point.kinds()) {
                LesionCommand.fill(kinds.addObject(), e);
                cells.add(LesionCommand.nats(e.added()));
                most = Double.isNaN(most) ? e.addedAtRandom() : Math.max(most, e.addedAtRandom());
            }
            cells.add(LesionCommand.nats(most));
            report.row(cells.toArray());
        }
        return report;
    }
}
