package sulcus.workbench.preserve;

import sulcus.prune.Compensation;
import sulcus.prune.Rules;

/** What the user has decided: which neurons stay and how the loss of the others is made up for. One undo step goes from one to another. */
public record Cut(Rules rules, Compensation compensation) {}
