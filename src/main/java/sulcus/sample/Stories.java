package sulcus.sample;

import java.util.List;
import java.util.Random;

/**
 * A small grammar of tales. Someone wants something, meets trouble and a helper, and gets it; the last sentence names the
 * hero's kind and the thing again, so that a model must look back.
 */
final class Stories {
    private static final String[] NAMES = {
        "Pip", "Momo", "Tilly", "Bruno", "Nell", "Oskar", "Ruby", "Milo", "Wanda", "Hugo", "Lotte", "Finn"
    };
    private static final String[] ANIMALS = {"fox", "mouse", "bear", "owl", "hare", "hedgehog", "goose", "cat", "wolf", "badger"};
    private static final String[] SIZES = {"little", "young", "shy", "brave", "sleepy", "clever", "lonely"};
    private static final String[] PLACES = {
        "in a dark forest", "by a quiet river", "on a green hill", "near the old mill", "under a stone bridge",
        "at the edge of the village", "in a warm burrow"
    };
    private static final String[] QUALITIES = {"golden", "silver", "tiny", "shining", "wooden", "broken", "magic"};
    private static final String[] THINGS = {"bell", "key", "crown", "boat", "lantern", "ring", "kite", "drum", "mirror", "feather"};
    private static final String[] TROUBLES = {
        "But a storm came and the wind carried it away.",
        "But a greedy crow stole it and flew over the trees.",
        "But it fell into the deep well behind the house.",
        "But a giant kept it behind a heavy door.",
        "But the path was long and the night was cold."
    };
    private static final String[] SEARCHES = {
        "looked everywhere and began to cry", "walked all day and did not give up", "asked everyone who passed by",
        "sat down on a log and thought hard", "climbed the highest tree to look around"
    };
    private static final String[] MOODS = {"smiled", "danced", "laughed", "sang a song", "cheered"};

    private Stories() {}

    static SampleDocument tell(Random random) {
        String name = any(NAMES, random);
        String helper = any(NAMES, random);
        while (helper.equals(name)) {
            helper = any(NAMES, random);
        }
        String animal = any(ANIMALS, random);
        String friend = any(ANIMALS, random);
        while (friend.equals(animal)) {
            friend = any(ANIMALS, random);
        }
        String thing = any(QUALITIES, random) + " " + any(THINGS, random);
        StringBuilder text = new StringBuilder();
        text.append(opening(name, any(SIZES, random) + " " + animal, any(PLACES, random), random));
        text.append(wish(name, thing, random));
        text.append(' ').append(any(TROUBLES, random));
        text.append(' ').append(name).append(' ').append(any(SEARCHES, random)).append('.');
        text.append(help(name, helper, friend, random));
        text.append(' ').append(random.nextBoolean() ? "In the end" : "At last").append(' ').append(name);
        int promptEnd = text.length();
        text.append(" the ").append(animal).append(" held the ").append(thing);
        text.append(" and ").append(helper).append(" the ").append(friend);
        int completionEnd = text.length();
        text.append(' ').append(any(MOODS, random)).append(". The end.\n");
        return new SampleDocument(
                Kind.STORIES, text.toString(), List.of(new SampleDocument.Span(promptEnd, completionEnd)));
    }

    private static String opening(String name, String hero, String place, Random random) {
        String article = "aeiou".indexOf(hero.charAt(0)) >= 0 ? "an " : "a ";
        return switch (random.nextInt(3)) {
            case 0 -> "Once upon a time there was " + article + hero + " called " + name + " who lived " + place + ".";
            case 1 -> "Long ago, " + place + ", lived " + article + hero + ". Everyone called the " + hero.substring(hero.indexOf(' ') + 1)
                    + " " + name + ".";
            default -> name + " was " + article + hero + " who lived alone " + place + ".";
        };
    }

    private static String wish(String name, String thing, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> " One morning " + name + " wished for a " + thing + ".";
            case 1 -> " More than anything, " + name + " loved a " + thing + ".";
            default -> " One day " + name + " found a " + thing + " in the snow.";
        };
    }

    private static String help(String name, String helper, String friend, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> " Then " + helper + " the " + friend + " came along and said, \"Do not be afraid, " + name + ".\"";
            case 1 -> " Soon a " + friend + " named " + helper + " heard this and wanted to help.";
            default -> " That evening " + name + " met a kind " + friend + ". \"I am " + helper + ",\" said the " + friend + ".";
        };
    }

    private static String any(String[] words, Random random) {
        return words[random.nextInt(words.length)];
    }
}
