package sulcus.sample;

import java.util.Random;
import sulcus.sample.SampleText.Item;

/** The facts that questions ask for. */
final class World {
    static final String[][] CAPITALS = {
        {"France", "Paris"},
        {"Spain", "Madrid"},
        {"Italy", "Rome"},
        {"Germany", "Berlin"},
        {"Austria", "Vienna"},
        {"Portugal", "Lisbon"},
        {"Greece", "Athens"},
        {"Poland", "Warsaw"},
        {"Norway", "Oslo"},
        {"Sweden", "Stockholm"},
        {"Finland", "Helsinki"},
        {"Denmark", "Copenhagen"},
        {"Ireland", "Dublin"},
        {"Hungary", "Budapest"},
        {"Belgium", "Brussels"},
        {"Egypt", "Cairo"},
        {"Kenya", "Nairobi"},
        {"Ghana", "Accra"},
        {"Japan", "Tokyo"},
        {"China", "Beijing"},
        {"Russia", "Moscow"},
        {"Iran", "Tehran"},
        {"Iraq", "Baghdad"},
        {"Cuba", "Havana"},
        {"Peru", "Lima"},
        {"Chile", "Santiago"},
        {"Canada", "Ottawa"},
        {"Nepal", "Kathmandu"}
    };
    static final String[][] COLOURS = {
        {"a banana", "Yellow"},
        {"a lemon", "Yellow"},
        {"snow", "White"},
        {"chalk", "White"},
        {"coal", "Black"},
        {"a raven", "Black"},
        {"grass", "Green"},
        {"a frog", "Green"},
        {"a tomato", "Red"},
        {"blood", "Red"},
        {"the sky", "Blue"},
        {"a sapphire", "Blue"},
        {"an orange", "Orange"},
        {"a pumpkin", "Orange"},
        {"chocolate", "Brown"},
        {"an elephant", "Grey"},
        {"a flamingo", "Pink"},
        {"a violet", "Purple"}
    };
    static final String[][] YOUNG = {
        {"cow", "Calf"}, {"sheep", "Lamb"}, {"horse", "Foal"}, {"dog", "Puppy"}, {"lion", "Cub"}, {"hen", "Chick"},
        {"duck", "Duckling"}, {"pig", "Piglet"}, {"goat", "Kid"}, {"deer", "Fawn"}, {"seal", "Pup"}, {"eagle", "Eaglet"}
    };

    private World() {}

    static Item question(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> {
                String[] fact = CAPITALS[random.nextInt(CAPITALS.length)];
                yield ask("What is the capital of " + fact[0] + "?", fact[1]);
            }
            case 1 -> {
                String[] fact = CAPITALS[random.nextInt(CAPITALS.length)];
                yield ask("Which country has the capital " + fact[1] + "?", fact[0]);
            }
            case 2 -> {
                String[] fact = COLOURS[random.nextInt(COLOURS.length)];
                yield ask("What colour is " + fact[0] + "?", fact[1]);
            }
            default -> {
                String[] fact = YOUNG[random.nextInt(YOUNG.length)];
                yield ask("What is a young " + fact[0] + " called?", fact[1]);
            }
        };
    }

    private static Item ask(String question, String answer) {
        return new Item("Question: " + question + "\nAnswer:", " " + answer + ".\n");
    }
}
