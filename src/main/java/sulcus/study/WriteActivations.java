package sulcus.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sulcus.format.FileFailure;
import sulcus.model.Model;
import sulcus.run.Activations;
import sulcus.run.Device;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Corpus;
import sulcus.text.Document;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;

/**
 * Logits and activations on ids or a text, to a file.
 *
 * @param ids one sequence; null where a text is given
 * @param text .txt is one sequence, other corpora one a document; null where ids are given
 * @param maximumTokens each sequence is cut there; 0 for not at all
 * @param lastLayer −1 for the model's last
 */
public record WriteActivations(
        Path model,
        int[] ids,
        TextFiles text,
        String field,
        int maximumTokens,
        int firstLayer,
        int lastLayer,
        Device device,
        Path out) {

    /** What was written. */
    public record Written(long tokens, int layers, long bytes) {}

    public Written run(Progress progress) {
        progress.report("opening", 0);
        try (Model opened = Model.open(model)) {
            int layers = opened.description().layers();
            int last = lastLayer < 0 ? layers - 1 : lastLayer;
            if (firstLayer >= layers || last >= layers) {
                throw new Refusal("layers " + firstLayer + "-" + last + ": the model has layers 0-" + (layers - 1)
                        + "; name some of them");
            }
            List<int[]> texts = ids == null ? encode(opened) : List.of(ids);
            int positions = opened.description().maximumPositions();
            for (int[] sequence : texts) {
                if (sequence.length > positions) {
                    throw new Refusal((text == null ? "ids" : text) + ": a sequence of " + sequence.length
                            + " tokens; the model was made for " + positions + ": cut it with --max-tokens "
                            + positions);
                }
            }
            long tokens = Activations.write(opened, texts, firstLayer, last, device, out, progress.part(0.02, 1));
            return new Written(tokens, last - firstLayer + 1, Files.size(out));
        } catch (IOException e) {
            throw FileFailure.reading(out, e);
        }
    }

    private List<int[]> encode(Model opened) {
        Corpus corpus = Corpus.read(text, field);
        boolean one = corpus.isPlain();
        List<String> documents = one
                ? List.of(corpus.whole())
                : corpus.documents().stream().map(Document::text).toList();
        int most = maximumTokens > 0 ? maximumTokens : Integer.MAX_VALUE;
        try (Tokenizer tokenizer = Tokenizer.open(opened.source())) {
            return documents.stream()
                    .map(document ->
                            most == Integer.MAX_VALUE ? tokenizer.encode(document) : tokenizer.encode(document, most))
                    .filter(sequence -> sequence.length > 0)
                    .toList();
        }
    }
}
