package sulcus.text;

import java.util.Arrays;

/**
 * A context and what is judged after it.
 *
 * @param context ids, at least one
 * @param continuation ids
 */
public record TokenPair(int[] context, int[] continuation) {
    /**
     * Ids by the rule of lm-evaluation-harness ({@code _encode_pair} and {@code loglikelihood} in {@code lm_eval/api/model.py}):
     * white space at the end of the context goes with the continuation, both are encoded together, and what is behind as many
     * ids as the context has alone is the continuation. Where there is no context the tokenizer's prefix stands for it.
     */
    public static TokenPair of(Tokenizer tokenizer, String context, String continuation) {
        int end = context.length();
        while (end > 0 && Words.isSpace(context.charAt(end - 1))) {
            end--;
        }
        if (end == 0) {
            return new TokenPair(new int[] {tokenizer.prefix()}, tokenizer.encode(context + continuation));
        }
        int[] before = tokenizer.encode(context.substring(0, end));
        int[] whole = tokenizer.encode(context + continuation);
        return new TokenPair(before, Arrays.copyOfRange(whole, Math.min(before.length, whole.length), whole.length));
    }
}
