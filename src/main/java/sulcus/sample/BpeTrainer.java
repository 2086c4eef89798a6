package sulcus.sample;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sulcus.text.ByteAlphabet;

/**
 * Byte-level byte-pair encoding (Sennrich et al. 2016, Neural Machine Translation of Rare Words with Subword Units; bytes as
 * in GPT-2): begins with the 256 bytes and joins the most frequent pair of neighbours inside words, again and again.
 */
public final class BpeTrainer {
    /** What a word is: brackets and digits stand alone. Read alike by {@link Pattern} and by the tokenizers library. */
    static final String WORDS = "[()\\[\\]{}<>]| ?\\p{N}| ?\\p{L}+| ?[^\\s\\p{L}\\p{N}()\\[\\]{}<>]+|\\s+(?!\\S)|\\s+";

    /** A pair of neighbours. */
    private record Pair(String left, String right) {}

    /**
     * @param tokens in the byte alphabet, without special tokens, by rank
     * @param merges "left right", first to be joined first
     */
    public record Result(List<String> tokens, List<String> merges) {}

    private BpeTrainer() {}

    /**
     * @param size tokens wanted, at least 256; fewer come out when nothing is left to join
     */
    public static Result train(Iterable<String> texts, int size) {
        List<String> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(String.valueOf(ByteAlphabet.character(b)));
        }
        List<List<String>> words = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        count(texts).forEach((word, number) -> {
            words.add(new ArrayList<>(
                    word.chars().mapToObj(c -> String.valueOf((char) c)).toList()));
            counts.add(number);
        });
        List<String> merges = new ArrayList<>();
        while (tokens.size() < size) {
            Map<Pair, Long> pairs = new HashMap<>();
            for (int w = 0; w < words.size(); w++) {
                List<String> word = words.get(w);
                for (int i = 1; i < word.size(); i++) {
                    pairs.merge(new Pair(word.get(i - 1), word.get(i)), counts.get(w), Long::sum);
                }
            }
            Pair best = pairs.entrySet().stream()
                    .filter(e -> e.getValue() > 1)
                    // ties by spelling, so that the result does not hang on the order of a hash table
                    .max(Map.Entry.<Pair, Long>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.comparing(Pair::left)
                                    .thenComparing(Pair::right)
                                    .reversed())))
                    .map(Map.Entry::getKey)
                    .orElse(null);
            if (best == null) {
                break;
            }
            merges.add(best.left() + " " + best.right());
            tokens.add(best.left() + best.right());
            words.forEach(word -> join(word, best));
        }
        return new Result(List.copyOf(tokens), List.copyOf(merges));
    }

    private static void join(List<String> word, Pair pair) {
        for (int i = 0; i + 1 < word.size(); i++) {
            if (word.get(i).equals(pair.left()) && word.get(i + 1).equals(pair.right())) {
                word.set(i, pair.left() + pair.right());
                word.remove(i + 1);
            }
        }
    }

    /** Words in the byte alphabet and how often they occur. */
    private static Map<String, Long> count(Iterable<String> texts) {
        Map<String, Long> counts = new TreeMap<>();
        Pattern pattern = Pattern.compile(WORDS, Pattern.UNICODE_CHARACTER_CLASS);
        for (String text : texts) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                StringBuilder word = new StringBuilder();
                for (byte b : matcher.group().getBytes(StandardCharsets.UTF_8)) {
                    word.append(ByteAlphabet.character(b & 0xFF));
                }
                counts.merge(word.toString(), 1L, Long::sum);
            }
        }
        return counts;
    }

    /** The vocabulary with the special tokens in front, as tokenizer.json and GGUF number it. */
    static Map<String, Integer> vocabulary(Result result, List<String> special) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        special.forEach(token -> ids.put(token, ids.size()));
        result.tokens().forEach(token -> ids.putIfAbsent(token, ids.size()));
        return ids;
    }
}
