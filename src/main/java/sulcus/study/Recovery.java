package sulcus.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import sulcus.model.Slot;
import sulcus.run.train.LowRank;
import sulcus.task.Refusal;

/**
 * How low-rank adapters are trained.
 *
 * @param rank r of the adapters
 * @param alpha α: what they add is multiplied by α/r
 * @param targets matrices of every layer that get an adapter, some of {@link LowRank#SLOTS}
 * @param steps of the optimizer
 * @param tokensPerStep rounded to whole windows, at least one
 * @param window tokens of a stretch of text that is seen as one
 * @param learningRate the highest: it rises over the first twentieth of the steps and falls along a cosine to zero
 * @param every steps between two validations
 * @param patience validations without a better loss after which training stops; 0 for never
 * @param seed of the adapters' start and the order of the text
 */
public record Recovery(
        int rank,
        double alpha,
        Set<Slot> targets,
        int steps,
        int tokensPerStep,
        int window,
        double learningRate,
        int every,
        int patience,
        long seed) {
    public static final Recovery DEFAULT =
            new Recovery(8, 16, Set.copyOf(LowRank.SLOTS), 500, 512, 256, 2e-4, 50, 0, 0);

    public Recovery {
        require("rank " + rank, rank >= 1 && rank <= 4096, "give 1 … 4096");
        require("alpha " + alpha, alpha > 0 && alpha < 1e6, "give a number above 0, such as twice the rank");
        require("targets", !targets.isEmpty(), "give at least one, such as query,value");
        require("steps " + steps, steps >= 1, "give 1 or more");
        require("window " + window, window >= 2, "the first token is not predicted; give 2 or more");
        require("tokens per step " + tokensPerStep, tokensPerStep >= 2, "give 2 or more");
        require("learning rate " + learningRate, learningRate > 0 && learningRate <= 1, "give one above 0, up to 1");
        require("every " + every, every >= 1, "give 1 or more steps");
        require("patience " + patience, patience >= 0, "give 0 or more");
        targets = Set.copyOf(targets);
    }

    private static void require(String what, boolean good, String advice) {
        if (!good) {
            throw new Refusal(what + ": " + advice);
        }
    }

    /** Windows of one step. */
    int windowsPerStep(int width) {
        return Math.max(1, (int) Math.round(tokensPerStep / (double) width));
    }

    /** @param step 1 for the first */
    double rate(int step) {
        int rising = Math.max(1, steps / 20);
        if (step <= rising) {
            return learningRate * step / rising;
        }
        return learningRate * 0.5 * (1 + Math.cos(Math.PI * (step - rising) / (steps - rising + 1)));
    }

    /** For the record. */
    Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rank", rank);
        map.put("alpha", alpha);
        map.put("targets", labels().toList());
        map.put("steps", steps);
        map.put("tokensPerStep", tokensPerStep);
        map.put("window", window);
        map.put("learningRate", learningRate);
        map.put("every", every);
        map.put("patience", patience);
        map.put("seed", seed);
        return map;
    }

    private Stream<String> labels() {
        return LowRank.SLOTS.stream().filter(targets::contains).map(LowRank::label);
    }
}
