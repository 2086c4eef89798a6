package sulcus.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The tokens that time courses answer to. */
final class TopTokens {
    /** With fewer occurrences a single peak would make a top token. */
    private static final int LEAST = 3;

    private final String[] tokens;
    private final int[] kind;
    private final List<String> kinds = new ArrayList<>();
    private final int[] count;
    private final int least;

    /** @param tokens what each calibration token looks like; those that look alike are one */
    TopTokens(String[] tokens) {
        this.tokens = tokens;
        kind = new int[tokens.length];
        java.util.Map<String, Integer> numbers = new java.util.HashMap<>();
        for (int t = 0; t < tokens.length; t++) {
            Integer number = numbers.putIfAbsent(tokens[t], kinds.size());
            if (number == null) {
                number = kinds.size();
                kinds.add(tokens[t]);
            }
            kind[t] = number;
        }
        count = new int[kinds.size()];
        int most = 0;
        for (int k : kind) {
            most = Math.max(most, ++count[k]);
        }
        least = Math.min(LEAST, Math.max(1, most));
    }

    /**
     * Those with the largest mean, largest first, of those that occur at least three times (of all where none does).
     *
     * @param course one value a token
     */
    List<NetworkProfile.TopToken> of(float[] course, int most) {
        double[] sums = new double[count.length];
        for (int t = 0; t < Math.min(course.length, tokens.length); t++) {
            sums[kind[t]] += course[t];
        }
        List<NetworkProfile.TopToken> top = new ArrayList<>();
        Comparator<NetworkProfile.TopToken> order = Comparator.comparingDouble((NetworkProfile.TopToken t) -> -t.mean())
                .thenComparing(NetworkProfile.TopToken::text);
        for (int k = 0; k < sums.length; k++) {
            if (count[k] < least) {
                continue;
            }
            float mean = (float) (sums[k] / count[k]);
            if (top.size() < most || mean >= top.getLast().mean()) {
                top.add(new NetworkProfile.TopToken(kinds.get(k), mean, count[k]));
                top.sort(order);
                if (top.size() > most) {
                    top.removeLast();
                }
            }
        }
        return List.copyOf(top);
    }
}
