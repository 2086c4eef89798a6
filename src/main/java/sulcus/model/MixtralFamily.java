package sulcus.model;

import java.util.ArrayList;
import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Norm;
import sulcus.model.Description.Position;

/** Mixtral: Mistral whose MLPs are mixtures of experts. Transformers: {@code models/mixtral}. */
final class MixtralFamily extends MistralFamily {
    @Override
    public String name() {
        return "mixtral";
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(true, config.positive("rms_norm_eps", 1e-5), false);
    }

    @Override
    Position position(Configuration config, int headSize, int[] window, int positions) {
        return RotaryScaling.rotary(config, headSize, turningShare(), 1_000_000, positions);
    }

    @Override
    int[] window(Configuration config, int layers) {
        return same(layers, config.number("sliding_window", 0, 1, Limits.POSITIONS));
    }

    @Override
    Description.Experts experts(Configuration config, int layers, int hidden) {
        int count = config.number("num_local_experts", 8, 1, Limits.EXPERTS);
        int width = config.required("intermediate_size", 1, Limits.WIDTH);
        return MixtureConfiguration.of(config, hidden, count, 2, true, width, 0, new boolean[layers]);
    }

    @Override
    ExpertNames expertNames() {
        return ExpertNames.MIXTRAL;
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        return withRouter(super.layerSlots(config));
    }

    /** The same slots with those of a mixture before the first matrix of the MLP. */
    static List<Slot> withRouter(List<Slot> slots) {
        List<Slot> all = new ArrayList<>(slots);
        all.addAll(all.indexOf(Slot.GATE), List.of(Slot.ROUTER, Slot.SHARED_GATE));
        return all;
    }
}
