package sulcus.run;

import java.util.List;
import sulcus.model.Model;
import sulcus.task.Progress;

final class LayerSweep {
    private LayerSweep() {}

    static void walk(
            Model model,
            List<List<int[]>> groups,
            Device device,
            int lastLayer,
            Sweep.Visitor visitor,
            Progress progress) {
        throw new sulcus.task.Refusal(
                "the sweep is not there yet: " + model + groups + device + lastLayer + visitor + progress);
    }
}
