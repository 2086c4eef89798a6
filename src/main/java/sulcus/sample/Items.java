package sulcus.sample;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import sulcus.sample.SampleText.Item;

/** Single exercises of every kind but stories. */
final class Items {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
    private static final int LARGEST = 20;
    private static final String OPENING = "([{<";
    private static final String CLOSING = ")]}>";

    private static final String[] GOODS = {
        "apples", "bread", "carrots", "dates", "eggs", "figs", "garlic", "honey", "jam", "kale", "lemons", "milk",
        "nuts", "onions", "peas", "rice", "salt", "tea", "vinegar", "yeast"
    };
    private static final String[] TREES = {"oak", "elm", "ash", "fir", "yew", "pine", "birch", "maple", "cedar", "larch"
    };
    private static final String VARIABLES = "abcdefghkmnpqrstuvwxyz";

    private Items() {}

    static Item next(Kind kind, Random random) {
        return switch (kind) {
            case ARITHMETIC -> arithmetic(random);
            case BRACKETS -> brackets(random);
            case DATES -> dates(random);
            case QUESTIONS -> World.question(random);
            case LISTS -> list(random);
            case PROGRAMS -> program(random);
            case STORIES -> throw new IllegalArgumentException("stories are whole documents");
        };
    }

    private static Item arithmetic(Random random) {
        int a = random.nextInt(LARGEST + 1);
        int b = random.nextInt(LARGEST + 1);
        if (random.nextBoolean()) {
            return new Item(a + "+" + b + "=", (a + b) + "\n");
        }
        return new Item(Math.max(a, b) + "-" + Math.min(a, b) + "=", Math.abs(a - b) + "\n");
    }

    /** A prefix of a balanced sequence, "~", and the brackets that close it. */
    private static Item brackets(Random random) {
        StringBuilder prefix = new StringBuilder();
        Deque<Integer> open = new ArrayDeque<>();
        int length = 3 + random.nextInt(6);
        while (prefix.length() < length || open.isEmpty()) {
            if (!open.isEmpty() && (open.size() >= 5 || random.nextInt(3) == 0)) {
                prefix.append(CLOSING.charAt(open.pop()));
            } else {
                int type = random.nextInt(OPENING.length());
                open.push(type);
                prefix.append(OPENING.charAt(type));
            }
        }
        StringBuilder rest = new StringBuilder();
        while (!open.isEmpty()) {
            rest.append(CLOSING.charAt(open.pop()));
        }
        return new Item(prefix + "~", rest + "\n");
    }

    private static Item dates(Random random) {
        LocalDate day = FIRST_DAY.plusDays(random.nextInt(365 * 12));
        if (random.nextInt(4) == 0) {
            day = day.withDayOfMonth(day.lengthOfMonth());
        }
        return new Item(DATE.format(day) + " is followed by", " " + DATE.format(day.plusDays(1)) + ".\n");
    }

    /** A loop, and what it prints. */
    private static Item program(Random random) {
        int times = 2 + random.nextInt(4);
        String word = TREES[random.nextInt(TREES.length)];
        String loop = "def " + VARIABLES.charAt(random.nextInt(VARIABLES.length())) + "()\n    repeat " + times
                + " print " + word + "\n>>";
        return new Item(loop, (" " + word).repeat(times) + "\n");
    }

    private static Item list(Random random) {
        List<Integer> chosen = new ArrayList<>(distinct(GOODS.length, 3 + random.nextInt(2), random));
        String given = words(chosen);
        Collections.sort(chosen);
        return new Item("Buy " + given + "; in order:", " " + words(chosen) + "!\n");
    }

    private static String words(List<Integer> goods) {
        return String.join(", ", goods.stream().map(g -> GOODS[g]).toList());
    }

    /** {@code count} different numbers below {@code bound}. */
    private static List<Integer> distinct(int bound, int count, Random random) {
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            int next = random.nextInt(bound);
            if (!chosen.contains(next)) {
                chosen.add(next);
            }
        }
        return chosen;
    }
}
