package sulcus.sample;

import java.util.Locale;

/** The kinds of text of the sample. Each has its own words and its own structure. */
public enum Kind {
    /** Sums and differences, "12+7=19". */
    ARITHMETIC,
    /** Nested brackets to be closed, "([]{~})". */
    BRACKETS,
    /** A date and the day after it, weekdays included. */
    DATES,
    /** Short tales from a small grammar. */
    STORIES,
    /** Questions with answers: capitals, colours, young animals. */
    QUESTIONS,
    /** Small loops and what they print. */
    PROGRAMS,
    /** Shopping lists put into alphabetical order. */
    LISTS;

    /** The label in the files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
