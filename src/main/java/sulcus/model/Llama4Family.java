package sulcus.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.HeadNorm;
import sulcus.model.Description.Norm;
import sulcus.model.Description.Position;

/**
 * Llama 4 (its text model): three of four layers turn and see their chunk of positions alone, a fourth knows no positions and sees
 * everything; experts whose input is scaled by what the router gives, and one that all tokens pass. Transformers: {@code
 * models/llama4}.
 */
final class Llama4Family extends LlamaFamily {
    private static final String EXPERTS = "feed_forward.experts.";

    @Override
    public String name() {
        return "llama4_text";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("llama4_text", "llama4");
    }

    @Override
    int headSize() {
        return 128;
    }

    @Override
    int maximumPositions() {
        return 131_072;
    }

    @Override
    String denseWidth() {
        return "intermediate_size_mlp";
    }

    @Override
    Norm norm(Configuration config) {
        HeadNorm heads = config.truth("use_qk_norm", true) ? HeadNorm.TURNED : HeadNorm.SHARED;
        return new Norm(true, config.positive("rms_norm_eps", 1e-5), false, heads);
    }

    @Override
    int[] window(Configuration config, int layers) {
        boolean all = config.values().containsKey("attention_chunk_size") && !config.has("attention_chunk_size");
        int chunk = all ? 0 : config.number("attention_chunk_size", 8192, 1, Limits.POSITIONS);
        boolean[] turning = turningLayers(config, layers);
        int[] windows = new int[layers];
        Arrays.setAll(windows, layer -> turning[layer] ? -chunk : 0);
        return windows;
    }

    @Override
    Position position(Configuration config, int headSize, int[] window, int positions) {
        Position.Tempering tempering = config.truth("attn_temperature_tuning", true)
                ? new Position.Tempering(config.positive("floor_scale", 8192), config.real("attn_scale", 0.1))
                : null;
        return turning(
                RotaryScaling.rotary(config, headSize, 1, 500_000, positions),
                turningLayers(config, window.length),
                tempering);
    }

    @Override
    Description.Experts experts(Configuration config, int layers, int hidden) {
        int count = config.number("num_local_experts", 16, 1, Limits.EXPERTS);
        int width = config.required("intermediate_size", 1, Limits.WIDTH);
        boolean[] dense = new boolean[layers];
        List<?> listed = config.list("moe_layers");
        int step = config.number("interleave_moe_layer_step", 1, 1, Limits.LAYERS);
        for (int layer = 0; layer < layers; layer++) {
            dense[layer] = listed == null ? (layer + 1) % step != 0 : !listed.contains((long) layer);
        }
        Description.Experts e = MixtureConfiguration.of(config, hidden, count, 1, false, width, width, dense);
        return new Description.Experts(e.count(), e.perToken(), false, true, e.widths());
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        return MixtralFamily.withRouter(super.layerSlots(config));
    }

    @Override
    public Place place(Description description, WeightId id) {
        Place place = super.place(description, id);
        return place != null && (id.slot() == Slot.QUERY || id.slot() == Slot.KEY)
                ? besideEachOther(place, description, id.layer())
                : place;
    }

    @Override
    public List<Place> places(Description description, WeightId id) {
        if (!inExperts(description, id)) {
            Place place = place(description, id);
            return place == null ? List.of() : List.of(place);
        }
        boolean down = id.slot() == Slot.DOWN;
        int hidden = description.hiddenSize();
        int count = description.mlp().experts().count();
        int[] widths = description.expertWidths(id.layer());
        String layer = "model.layers." + id.layer() + ".";
        List<Place> places = new ArrayList<>();
        int first = 0;
        for (int e = 0; e < widths.length; e++) {
            int width = widths[e];
            boolean shared = e == count;
            String stem = switch (id.slot()) {
                case GATE -> "gate_proj";
                case UP -> "up_proj";
                default -> "down_proj";
            };
            String name = shared
                    ? layer + "feed_forward.shared_expert." + stem + ".weight"
                    : layer + EXPERTS + (down ? "down_proj" : "gate_up_proj");
            Place whole = Place.of(description, id, name);
            Place part = down ? whole.block(0, hidden, first, width) : whole.block(first, width, 0, hidden);
            int outputs = down ? hidden : 2 * width;
            // inputs × outputs, an expert behind the other; the gate before up
            places.add(
                    shared
                            ? part
                            : part.turned()
                                    .partOf(count * outputs, e * outputs + (id.slot() == Slot.UP ? width : 0))
                                    .split(count));
            first += width;
        }
        return places;
    }

    @Override
    public List<Place> fusedPlaces(Description description, WeightId id) {
        return List.of();
    }

    @Override
    String stem(Slot slot) {
        return switch (slot) {
            case ROUTER -> "feed_forward.router";
            case GATE -> "feed_forward.gate_proj";
            case UP -> "feed_forward.up_proj";
            case DOWN -> "feed_forward.down_proj";
            default -> super.stem(slot);
        };
    }
}
