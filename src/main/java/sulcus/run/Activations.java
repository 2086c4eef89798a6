package sulcus.run;

import java.nio.file.Path;
import java.util.List;
import sulcus.model.Model;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** What a model's layers do on some tokens, written to a file that Python reads. */
public final class Activations {
    private Activations() {}

    /**
     * Writes a safetensors file with {@code input_ids} (I64), {@code logits}, and per layer {@code layer.N.mlp_activation},
     * {@code layer.N.mlp_up} (gated MLPs), {@code layer.N.mlp_down_input}, {@code layer.N.attention_output_input}: tokens of
     * all texts one after another, each text a sequence of its own.
     *
     * @return the number of tokens
     */
    public static long write(
            Model model, List<int[]> texts, int firstLayer, int lastLayer, Device device, Path out, Progress progress) {
        throw new Refusal(out + ": writing activations is not there yet: " + model + texts + firstLayer + lastLayer + device
                + progress);
    }
}
