package sulcus.sample;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The generator of the sample's text. The same seed gives the same documents on every machine ({@link Random}'s algorithm
 * is part of its specification).
 */
public final class SampleText {
    /** Documents have more characters than this, so that calibration with 200 takes them. */
    static final int SHORTEST = 240;

    private static final int LONGEST = 600;

    private SampleText() {}

    /** One document of a kind, {@value #SHORTEST} to 600 characters long. */
    public static SampleDocument document(Kind kind, Random random) {
        if (kind == Kind.STORIES) {
            return Stories.tell(random);
        }
        List<Item> items = exercises(kind, random);
        StringBuilder text = new StringBuilder();
        List<SampleDocument.Span> answers = new ArrayList<>();
        for (Item item : items) {
            int from = text.length() + item.prompt().length();
            text.append(item.prompt()).append(item.completion());
            answers.add(new SampleDocument.Span(from, text.length()));
        }
        if (text.length() > LONGEST) {
            throw new IllegalStateException(kind + ": a document of " + text.length() + " characters");
        }
        return new SampleDocument(kind, text.toString(), List.copyOf(answers));
    }

    private static List<Item> exercises(Kind kind, Random random) {
        int target = SHORTEST + random.nextInt(180);
        List<Item> items = new ArrayList<>();
        int length = 0;
        while (length <= target) {
            Item item = Items.next(kind, random);
            items.add(item);
            length += item.prompt().length() + item.completion().length();
        }
        return items;
    }

    /** A document of any kind. */
    public static SampleDocument document(Random random) {
        Kind[] kinds = Kind.values();
        return document(kinds[random.nextInt(kinds.length)], random);
    }

    /** Different documents, {@code each} of every kind, the kinds in turn, none of them in {@code others}. */
    public static List<SampleDocument> collection(int each, long seed, List<SampleDocument> others) {
        Random random = new Random(seed);
        Set<String> seen = new HashSet<>();
        others.forEach(document -> seen.add(document.text()));
        return IntStream.range(0, each)
                .boxed()
                .flatMap(i -> java.util.Arrays.stream(Kind.values()))
                .map(kind -> {
                    SampleDocument document = document(kind, random);
                    while (!seen.add(document.text())) {
                        document = document(kind, random);
                    }
                    return document;
                })
                .toList();
    }

    /** A part of a document: what is given, and what must follow (with its line end). */
    record Item(String prompt, String completion) {}
}
