package sulcus.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a byte-level BPE tokenizer cuts a text into words: each pattern cuts every piece that the one before it left. The
 * patterns are those of the models' own tokenizer.json files; the names are the values of {@code tokenizer.ggml.pre} in
 * GGUF files (llama.cpp, llama-vocab.cpp).
 *
 * @param composed the text is brought into normal form C first
 * @param wholeWordsFirst a word that is a token is taken whole, whatever the merges say
 */
public record PreTokenizer(List<String> patterns, boolean composed, boolean wholeWordsFirst)
        implements TokenizerJson.Steps {
    /** GPT-2's words (Radford et al. 2019). */
    public static final String GPT2 =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    static final String DIGIT = "\\p{N}";
    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String ENDINGS = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String LLAMA3 = CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}" + ENDINGS;
    private static final String QWEN2 = CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}" + ENDINGS;
    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String SLASHED = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String TEKKEN = "[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "*" + LOWER + "+|[^\\r\\n\\p{L}\\p{N}]?"
            + UPPER + "+" + LOWER + "*|\\p{N}" + SLASHED;
    private static final String GPT4O = "[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "*" + LOWER + "+" + CONTRACTIONS
            + "?|[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "+" + LOWER + "*" + CONTRACTIONS + "?|\\p{N}{1,3}" + SLASHED;
    private static final String DEEPSEEK3 = "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
            + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final Map<String, PreTokenizer> NAMED = new LinkedHashMap<>();

    static {
        name(
                of(GPT2),
                "gpt-2",
                "phi-2",
                "jina-es",
                "jina-de",
                "gigachat",
                "mpt",
                "olmo",
                "jais",
                "trillion",
                "granite-docling",
                "roberta-bpe");
        name(of(DIGIT, GPT2), "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b");
        PreTokenizer llama3 = new PreTokenizer(List.of(LLAMA3), false, true);
        name(llama3, "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2");
        name(of(LLAMA3), "dbrx", "smaug-bpe", "chatglm-bpe", "glm4");
        name(new PreTokenizer(List.of(QWEN2), true, false), "qwen2", "deepseek-r1-qwen", "megrez", "kormo");
        name(of(QWEN2), "stablelm2", "hunyuan");
        name(new PreTokenizer(List.of(TEKKEN), false, true), "tekken");
        name(new PreTokenizer(List.of(GPT4O), false, false), "gpt-4o", "llama4");
        name(of("\\p{N}{1,3}", "[一-龥\u3040-ゟ゠-ヿ]+", DEEPSEEK3), "deepseek-v3", "hunyuan-dense");
        name(of("[\\p{P}\\$\\+<=>\\^~\\|`]+", GPT2, "[0-9][0-9][0-9]"), "falcon");
        name(of("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT2, "\\p{N}+", "[0-9][0-9][0-9]"), "default");
    }

    public static PreTokenizer of(String... patterns) {
        return new PreTokenizer(List.of(patterns), false, false);
    }

    private static void name(PreTokenizer splitting, String... names) {
        for (String name : names) {
            NAMED.put(name, splitting);
        }
    }

    /** @return null for a name that is not known */
    static PreTokenizer named(String name) {
        return NAMED.get(name);
    }

    /** Its first name in llama.cpp, or null. */
    String name() {
        return NAMED.entrySet().stream()
                .filter(entry ->
                        entry.getValue().equals(this) && !entry.getKey().equals("default"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    static Set<String> names() {
        return java.util.Collections.unmodifiableSet(NAMED.keySet());
    }
}
