package sulcus.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A small grammar of tales. Someone loves something, loses it, meets a helper, and finds it; hero, helper and thing are named
 * again, so that a model must look back.
 */
final class Stories {
    private static final String[] NAMES = {
        "Pip", "Momo", "Tilly", "Bruno", "Nell", "Oskar", "Ruby", "Milo", "Wanda", "Hugo", "Lotte", "Finn"
    };
    private static final String[] ANIMALS = {
        "fox", "mouse", "bear", "owl", "hare", "hedgehog", "goose", "cat", "wolf", "badger"
    };
    private static final String[] OPENINGS = {
        "Once upon a time there was", "Long ago there lived", "This is the tale of"
    };
    private static final String[] MANNERS = {"little", "young", "shy", "brave", "sleepy", "clever", "lonely"};
    private static final String[] PLACES = {
        "in a dark forest",
        "by a quiet river",
        "on a green hill",
        "near the old mill",
        "under a stone bridge",
        "at the edge of the village",
        "in a warm burrow"
    };
    private static final String[] THINGS = {
        "silver bell",
        "rusty key",
        "golden crown",
        "wooden boat",
        "shining lantern",
        "magic ring",
        "paper kite",
        "tiny drum",
        "broken mirror",
        "blue feather"
    };
    private static final String[] WISHES = {
        " More than anything, the little one loved",
        " Every night there was a dream about",
        " One morning, in the snow, lay"
    };
    private static final String[] TROUBLES = {" But the wind carried", " But a greedy crow stole", " But a giant took"};
    private static final String[] ENDS_OF_TROUBLE = {
        "far away over the trees", "deep into the mountains", "behind a heavy door", "down into an old well"
    };
    private static final String[] HELPS = {" Then", " Soon", " That evening", " After three days"};
    private static final String[] OFFERS = {
        "came along and promised to help",
        "heard the crying and brought some soup",
        "knocked at the window with good news",
        "said that nobody should be afraid"
    };
    private static final String[] SEARCHES = {
        "looked everywhere and began to cry",
        "walked all day and did not give up",
        "asked everyone who passed by",
        "sat down on a log and thought hard",
        "climbed the highest tree to look around"
    };
    private static final String[] MOODS = {"smiled", "danced", "laughed", "sang a song", "cheered"};

    private Stories() {}

    /** A text that grows, and what in it was said before. */
    private static final class Tale {
        private final StringBuilder text = new StringBuilder();
        private final List<SampleDocument.Span> known = new ArrayList<>();

        Tale say(String words) {
            text.append(words);
            return this;
        }

        Tale again(String words) {
            known.add(new SampleDocument.Span(text.length(), text.length() + words.length()));
            return say(words);
        }
    }

    static SampleDocument tell(Random random) {
        String name = any(NAMES, random);
        String helper = other(NAMES, name, random);
        String animal = any(ANIMALS, random);
        String friend = other(ANIMALS, animal, random);
        String thing = any(THINGS, random);
        Tale tale = new Tale();
        tale.say(any(OPENINGS, random)).say(" " + name + " the " + animal + ", who was " + any(MANNERS, random));
        tale.say(" and lived " + any(PLACES, random) + ".").say(any(WISHES, random));
        tale.say(" the " + thing + ".");
        tale.say(any(TROUBLES, random)).again(" the " + thing);
        tale.say(" " + any(ENDS_OF_TROUBLE, random) + ".").say(" So").again(" " + name + " the " + animal);
        tale.say(" " + any(SEARCHES, random) + ".").say(any(HELPS, random) + " " + helper + " the " + friend);
        tale.say(" " + any(OFFERS, random) + ".").say(random.nextBoolean() ? " In the end" : " At last");
        tale.again(" " + name + " the " + animal).say(" and").again(" " + helper + " the " + friend);
        tale.say(" found").again(" the " + thing);
        tale.say(" and " + any(MOODS, random) + ". The end.\n");
        return new SampleDocument(Kind.STORIES, tale.text.toString(), List.copyOf(tale.known));
    }

    private static String other(String[] words, String word, Random random) {
        String chosen = any(words, random);
        while (chosen.equals(word)) {
            chosen = any(words, random);
        }
        return chosen;
    }

    private static String any(String[] words, Random random) {
        return words[random.nextInt(words.length)];
    }
}
