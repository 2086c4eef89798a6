package sulcus.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sulcus.evaluate.DocumentPerplexity;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Corpus;
import sulcus.text.Document;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;
import sulcus.text.WikiText;
import sulcus.text.Words;

/**
 * Word and byte perplexity of a model on documents. A .txt file is one document, unless it is WikiText: then its pages are; of .jsonl
 * and .parquet every record is one.
 *
 * @param model as for {@link Model#open}
 * @param field of .jsonl and .parquet; null for "text"
 * @param wikiText whether the text is WikiText, whose tokenization is undone before the model sees it
 * @param documents only the first so many; −1 for all
 * @param window ids that the model sees at once; 0 for all positions it has, as lm-evaluation-harness does
 * @param interventions what is done to neurons meanwhile
 */
public record MeasureDocuments(
        Path model,
        TextFiles text,
        String field,
        boolean wikiText,
        int documents,
        int window,
        List<Intervention> interventions,
        Device device) {

    public DocumentPerplexity run(Progress progress) {
        progress.report("opening", 0);
        try (Model opened = Model.open(model)) {
            int positions = opened.description().maximumPositions();
            if (window > positions) {
                throw new Refusal("window " + window + ": the model was made for " + positions
                        + " tokens; give a smaller window");
            }
            List<DocumentPerplexity.Counted> counted = new ArrayList<>();
            int prefix;
            try (Tokenizer tokenizer = Tokenizer.open(opened.source())) {
                prefix = tokenizer.prefix();
                for (String document : texts()) {
                    progress.check();
                    counted.add(new DocumentPerplexity.Counted(
                            tokenizer.encode(wikiText ? WikiText.detokenize(document) : document),
                            Words.count(document),
                            document.getBytes(StandardCharsets.UTF_8).length));
                }
            }
            progress.report("reading the weights", 0.01);
            try (Runner runner = Runner.open(opened, device)) {
                int width = window > 0 ? window : positions;
                return DocumentPerplexity.measure(
                        runner,
                        Interventions.of(opened.description(), interventions).gates(opened),
                        counted,
                        prefix,
                        width,
                        progress.part(0.03, 1));
            }
        }
    }

    private List<String> texts() {
        Corpus corpus = Corpus.read(text, field);
        long most = documents < 0 ? Long.MAX_VALUE : documents;
        if (corpus.isPlain()) {
            String whole = corpus.whole();
            return wikiText ? WikiText.pages(whole).stream().limit(most).toList() : List.of(whole);
        }
        try (Stream<Document> stream = corpus.stream()) {
            return stream.map(Document::text).limit(most).toList();
        }
    }
}
