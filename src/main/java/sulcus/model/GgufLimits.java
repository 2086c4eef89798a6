package sulcus.model;

import java.util.Arrays;
import java.util.stream.IntStream;
import sulcus.model.GgufArchitecture.Trait;
import sulcus.task.Refusal;

/**
 * Which architecture of llama.cpp computes a model, and what keeps it from being computed there. Source: llama.cpp's
 * {@code src/models}, where each architecture has its own code.
 */
final class GgufLimits {
    static final String ELSE = "; write a Hugging Face folder";

    /** llama.cpp tells the EXAONE 4 that slides by its number of layers. */
    static final int SLIDING_EXAONE = 64;

    private GgufLimits() {}

    /** @throws Refusal if llama.cpp has no architecture that computes the same */
    static GgufArchitecture architecture(Model model) {
        Description d = model.description();
        boolean mixture = d.mlp().experts() != null;
        boolean uneven = !mixture && uneven(d.neurons()) || uneven(d.keyValueHeads());
        boolean biased = has(model, Slot.DOWN) || has(model, Slot.ATTENTION_OUTPUT);
        GgufArchitecture own = GgufArchitecture.ofFamily(d.family());
        if (own == null) {
            throw refusal(
                    model,
                    d.family() + " models are not written as GGUF (" + GgufArchitecture.families() + " are)" + ELSE);
        }
        String obstacle = mixture ? GgufExperts.obstacle(d, own) : null;
        if (obstacle != null) {
            throw refusal(model, obstacle);
        }
        if (own.name().equals("llama") && uneven && !mixture || own.name().equals("qwen2") && (uneven || biased)) {
            own = GgufArchitecture.named("deci");
        }
        if (uneven && !own.name().equals("deci")) {
            throw refusal(
                    model,
                    "llama.cpp knows " + d.family() + " with one width for all layers only; take --layout uniform or"
                            + " padded, or write a Hugging Face folder");
        }
        if (biased && (mixture || !own.has(Trait.NEW_BIASES))) {
            throw refusal(
                    model,
                    "llama.cpp's " + own.name() + " has no place for the biases of the compensation; take --compensate"
                            + " none, or write a Hugging Face folder");
        }
        if (own.has(Trait.SQUARE) && d.queryWidth(0) != d.hiddenSize()) {
            throw refusal(
                    model,
                    "llama.cpp's " + own.name() + " wants heads that are together as wide as the stream, "
                            + d.hiddenSize() + "; take out no heads, or write a Hugging Face folder");
        }
        if (!fits(model, own)) {
            throw refusal(
                    model,
                    "windows, positions, norms, biases or an output matrix that llama.cpp's " + own.name()
                            + " has elsewhere or not at all" + ELSE);
        }
        if (!plain(own, d)) {
            throw refusal(
                    model,
                    "its configuration asks for an activation, a scale or a cap that llama.cpp's " + own.name()
                            + " does not have" + ELSE);
        }
        return own;
    }

    private static Refusal refusal(Model model, String reason) {
        return new Refusal(model.source() + ": " + reason);
    }

    static boolean uneven(int[] numbers) {
        return Arrays.stream(numbers).distinct().count() > 1;
    }

    private static boolean has(Model model, Slot biasOf) {
        return IntStream.range(0, model.description().layers())
                .anyMatch(layer -> model.weights().has(WeightId.bias(biasOf, layer)));
    }

    private static boolean everywhere(Model model, Slot... biasesOf) {
        return IntStream.range(0, model.description().layers())
                .allMatch(layer ->
                        Arrays.stream(biasesOf).allMatch(slot -> model.weights().has(WeightId.bias(slot, layer))));
    }

    private static boolean fits(Model model, GgufArchitecture own) {
        Description d = model.description();
        if (own.has(Trait.TIED) && !d.tiedEmbeddings() || own.has(Trait.UNTIED) && d.tiedEmbeddings()) {
            return false;
        }
        boolean headNorms = model.weights().has(WeightId.weight(Slot.QUERY_NORM, 0));
        return switch (own.name()) {
            case "smollm3" -> everyFourthUnturned(d, 0);
            case "command-r" -> !headNorms;
            case "cohere2" -> !headNorms && everyFourthUnturned(d, d.window()[0]);
            case "gemma2" -> lastOfSeesAll(d, 2);
            case "gemma3" -> lastOfSeesAll(d, 6) && slidingBase(d, 10_000);
            case "olmo2" -> seesAll(d) || lastOfSeesAll(d, 4) && alike(d);
            case "exaone4" ->
                d.layers() == SLIDING_EXAONE
                        ? d.window()[0] > 0 && everyFourthUnturned(d, d.window()[0])
                        : seesAll(d) && alike(d);
            case "falcon" -> d.rotary(0) != null && d.parallelResidual() && !has(model, Slot.UP);
            // llama.cpp reads from the lack of a second norm that attention and MLP lie side by side
            case "stablelm" -> d.parallelResidual() == d.norm().one();
            case "starcoder2", "gptneox" ->
                everywhere(model, Slot.QUERY, Slot.KEY, Slot.VALUE, Slot.ATTENTION_OUTPUT, Slot.UP, Slot.DOWN);
            default -> true;
        };
    }

    private static boolean plain(GgufArchitecture own, Description d) {
        String name = own.name();
        boolean gemma = name.startsWith("gemma");
        boolean scaled = name.equals("granite");
        boolean capped = name.equals("gemma2");
        // llama.cpp tells 27B by the number of layers
        boolean large = name.equals("gemma2") && d.layers() == 46 || name.equals("gemma3") && d.layers() == 62;
        int size = large ? d.hiddenSize() / d.attentionHeads(0) : d.headSize();
        return (d.attention().softcap() > 0) == capped
                && (d.embedding().logitSoftcap() > 0) == capped
                && (scaled || d.embedding().scale() == (gemma ? Math.sqrt(d.hiddenSize()) : 1))
                && (scaled || Math.abs(d.attention().scale() * Math.sqrt(size) - 1) < 1e-6)
                && d.activation() == own.activation();
    }

    private static boolean seesAll(Description d) {
        return Arrays.stream(d.window()).allMatch(window -> window == 0);
    }

    /** Whether all layers turn alike. */
    private static boolean alike(Description d) {
        return IntStream.range(0, d.layers())
                .allMatch(layer -> d.rotary(layer) != null
                        && Arrays.equals(
                                d.rotary(layer).inverseFrequencies(),
                                d.rotary(0).inverseFrequencies()));
    }

    /** Whether every fourth layer has no positions, and those that have look back equally far, these over everything. */
    private static boolean everyFourthUnturned(Description d, int window) {
        return IntStream.range(0, d.layers()).allMatch(layer -> {
            boolean fourth = (layer + 1) % 4 == 0;
            return (d.rotary(layer) == null) == fourth && d.window()[layer] == (fourth ? 0 : window);
        });
    }

    /** Whether the last of so many layers looks back over everything, and the others equally far. */
    private static boolean lastOfSeesAll(Description d, int period) {
        int window = d.window()[0];
        return window > 0
                && IntStream.range(0, d.layers())
                        .allMatch(layer -> d.window()[layer] == ((layer + 1) % period == 0 ? 0 : window));
    }

    /** Whether layers that slide have this base and no scaling. */
    private static boolean slidingBase(Description d, double theta) {
        return IntStream.range(0, d.layers())
                .filter(layer -> d.window()[layer] > 0)
                .allMatch(layer -> plainly(d.rotary(layer), theta));
    }

    /** Whether frequencies are those of a base without scaling. */
    static boolean plainly(Description.Position.Rotary rotary, double theta) {
        double[] frequencies = rotary.inverseFrequencies();
        return IntStream.range(0, frequencies.length)
                .allMatch(i -> Math.abs(frequencies[i] * Math.pow(theta, 2.0 * i / rotary.dimensions()) - 1) < 1e-9);
    }
}
