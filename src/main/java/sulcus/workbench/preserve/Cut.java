package sulcus.workbench.preserve;

import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Rules;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;

/**
 * What the user has decided: which neurons stay and how the loss of the others is made up for. One undo step goes from one to
 * another.
 *
 * @param method whose scores the rules cut
 * @param rules decisions on networks among them, which rest while the method knows no networks
 */
public record Cut(Score method, Rules rules, Compensating compensating) {

    /** The rules that count: those that the method can follow. */
    public Rules applied() {
        return method == Scores.NETWORKS ? rules : rules.withoutNetworks();
    }

    public Compensation compensation() {
        return compensating.kind();
    }

    Cut with(Rules other) {
        return new Cut(method, other, compensating);
    }
}
