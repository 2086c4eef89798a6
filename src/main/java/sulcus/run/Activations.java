package sulcus.run;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsWriter;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** What a model's layers do on some tokens, written to a file that Python reads. */
public final class Activations {
    private static final ValueLayout.OfLong ID = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Activations() {}

    /**
     * Writes a safetensors file with {@code input_ids} (I64, all tokens), {@code logits}, and per layer
     * {@code layer.N.mlp_activation}, {@code layer.N.mlp_up} (gated MLPs), {@code layer.N.mlp_down_input} and
     * {@code layer.N.attention_output_input} (F32, tokens × width): tokens of all texts one after another, each text a
     * sequence of its own. No more than one text's values are in memory.
     *
     * @param out must not exist; appears when it is complete
     * @return the number of tokens
     * @throws Refusal if there are no tokens, {@code out} cannot be written, or the model cannot be run on them
     */
    public static long write(
            Model model, List<int[]> texts, int firstLayer, int lastLayer, Device device, Path out, Progress progress) {
        List<int[]> filled = texts.stream().filter(text -> text.length > 0).toList();
        long tokens = filled.stream().mapToLong(text -> text.length).sum();
        if (tokens == 0) {
            throw new Refusal(model.source() + ": there are no tokens to run; give a text or --ids");
        }
        Description d = model.description();
        Runner.checkLayers(d, firstLayer, lastLayer);
        for (int[] text : filled) {
            Forward.check(model.source().toString(), d, model.weights(), text, 0);
        }
        try (Runner runner = Runner.open(model, device);
                SafetensorsWriter file =
                        SafetensorsWriter.create(out, tensors(d, tokens, firstLayer, lastLayer), Map.of())) {
            int done = 0;
            for (int[] text : filled) {
                progress.report("text " + (done + 1) + " of " + filled.size(), done / (double) filled.size());
                file.write("input_ids", encode(text));
                runner.capture(text, firstLayer, lastLayer, (name, values) -> {
                    progress.check();
                    file.write(name, values);
                });
                done++;
            }
            file.commit();
        }
        return tokens;
    }

    private static List<SafetensorsWriter.Declared> tensors(Description d, long tokens, int first, int last) {
        List<SafetensorsWriter.Declared> tensors = new ArrayList<>();
        tensors.add(new SafetensorsWriter.Declared("input_ids", ElementType.I64, tokens));
        tensors.add(new SafetensorsWriter.Declared("logits", ElementType.F32, tokens, d.vocabulary()));
        for (int layer = first; layer <= last; layer++) {
            String prefix = "layer." + layer + ".";
            long neurons = d.neurons()[layer];
            tensors.add(new SafetensorsWriter.Declared(prefix + "mlp_activation", ElementType.F32, tokens, neurons));
            if (d.gated()) {
                tensors.add(new SafetensorsWriter.Declared(prefix + "mlp_up", ElementType.F32, tokens, neurons));
            }
            tensors.add(new SafetensorsWriter.Declared(prefix + "mlp_down_input", ElementType.F32, tokens, neurons));
            tensors.add(new SafetensorsWriter.Declared(
                    prefix + "attention_output_input", ElementType.F32, tokens, d.queryWidth(layer)));
        }
        return tensors;
    }

    private static MemorySegment encode(int[] ids) {
        MemorySegment encoded = Arena.ofAuto().allocate(ids.length * 8L);
        for (int i = 0; i < ids.length; i++) {
            encoded.set(ID, i * 8L, ids[i]);
        }
        return encoded;
    }
}
