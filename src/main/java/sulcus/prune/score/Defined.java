package sulcus.prune.score;

import sulcus.prune.Compensation;

/** What scores of neurons and of groups of heads say of themselves. */
public interface Defined {
    Score.Definition definition();

    default String label() {
        return definition().label();
    }

    default String title() {
        return definition().title();
    }

    default String source() {
        return definition().source();
    }

    default Allocation allocation() {
        return definition().allocation();
    }

    default Compensation usual() {
        return definition().usual();
    }

    default boolean looksAtText() {
        return definition().looksAtText();
    }
}
