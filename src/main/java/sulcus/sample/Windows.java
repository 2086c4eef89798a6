package sulcus.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import sulcus.text.Tokenizer;

/**
 * A batch to train on: documents of random kinds one after another, an end-of-text token behind each.
 *
 * @param ids rows of window + 1 ids
 * @param weights rows of window weights, of the predictions: 1 to 6 where the text follows from what stands before, less where
 *     it is one of many possible texts and can only be guessed
 */
record Windows(int[][] ids, float[][] weights) {
    private static final float GUESS = 0.25f;
    private static final float MOST = 6;

    /** Documents with few answers would teach little beside those that are nearly all answers. */
    private static final float ANSWERS_OF_A_DOCUMENT = 40;

    static Windows of(int rows, int window, long seed, Tokenizer tokenizer, Set<String> excluded) {
        Random random = new Random(seed);
        Windows batch = new Windows(new int[rows][window + 1], new float[rows][window]);
        for (int row = 0; row < rows; row++) {
            List<Integer> ids = new ArrayList<>();
            List<Float> weights = new ArrayList<>();
            while (ids.size() <= window) {
                SampleDocument document = SampleText.document(random);
                if (!excluded.contains(document.text())) {
                    append(document, tokenizer, ids, weights);
                }
            }
            for (int t = 0; t <= window; t++) {
                batch.ids[row][t] = ids.get(t);
                if (t > 0) {
                    batch.weights[row][t - 1] = weights.get(t);
                }
            }
        }
        return batch;
    }

    /** Answers begin and end where words do, so the pieces' tokens are the whole's. */
    private static void append(SampleDocument document, Tokenizer tokenizer, List<Integer> ids, List<Float> weights) {
        int answers = document.answers().stream()
                .mapToInt(answer -> tokenizer.encode(document.text().substring(answer.from(), answer.to())).length)
                .sum();
        float weight = Math.clamp(ANSWERS_OF_A_DOCUMENT / answers, 1, MOST);
        int at = 0;
        for (SampleDocument.Span answer : document.answers()) {
            append(document.text().substring(at, answer.from()), GUESS, tokenizer, ids, weights);
            append(document.text().substring(answer.from(), answer.to()), weight, tokenizer, ids, weights);
            at = answer.to();
        }
        append(document.text().substring(at), GUESS, tokenizer, ids, weights);
        ids.add(tokenizer.endOfText());
        weights.add(GUESS);
    }

    private static void append(
            String piece, float weight, Tokenizer tokenizer, List<Integer> ids, List<Float> weights) {
        Arrays.stream(tokenizer.encode(piece)).forEach(id -> {
            ids.add(id);
            weights.add(weight);
        });
    }
}
