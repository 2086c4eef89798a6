package sulcus.text;

import java.util.Set;
import java.util.TreeSet;

/**
 * How badly a regular expression of a tokenizer can backtrack. Hugging Face's library runs them with Oniguruma, which gives up
 * after ten million steps back in one match, and giving up there ends the whole process; so the expressions of a file that
 * may be hostile are read before it sees them.
 *
 * <p>Refused are repetitions of what itself repeats or chooses, whose steps can double with each character, and references
 * back. Of the others the number of repetitions that follow one another, d, bounds the steps: not more than about nᵈ for n
 * characters.
 */
final class Expression {
    /** Steps back in one match that are let happen, well below Oniguruma's ten million. */
    private static final double MOST_STEPS = 4e6;

    /** With more repetitions in a row, texts would have to be cut between words. */
    private static final int MOST_IN_A_ROW = 3;

    /** Longer ranges count as endless. */
    private static final int SHORT = 4;

    /** Expressions of well-known tokenizers. Their alternatives exclude one another, so they go back once a character. */
    private static final Set<String> KNOWN = known();

    private final String text;
    private int at;

    private Expression(String text) {
        this.text = text;
    }

    private static Set<String> known() {
        Set<String> all = new TreeSet<>();
        for (String name : PreTokenizer.names()) {
            all.addAll(PreTokenizer.named(name).patterns());
        }
        return all;
    }

    /**
     * Characters of text that can be matched in one go.
     *
     * @throws IllegalArgumentException saying what about the expression is refused
     */
    static int longestText(String expression) {
        if (KNOWN.contains(expression)) {
            return (int) MOST_STEPS;
        }
        Expression parser = new Expression(expression);
        Part whole = parser.alternatives();
        if (parser.at < expression.length()) {
            throw refused("an unmatched bracket", expression);
        }
        if (whole.row > MOST_IN_A_ROW) {
            throw refused("more than " + MOST_IN_A_ROW + " repetitions in a row", expression);
        }
        return (int) Math.pow(MOST_STEPS, 1.0 / Math.max(1, whole.row));
    }

    /**
     * What was read.
     *
     * @param row endless repetitions that follow one another at most
     * @param certain whether it can match in one way only
     */
    private record Part(int row, boolean certain) {
        static final Part ONE = new Part(0, true);
    }

    private Part alternatives() {
        Part all = sequence();
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            all = new Part(Math.max(all.row, sequence().row), false);
        }
        return all;
    }

    private Part sequence() {
        Part all = Part.ONE;
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            Part next = repeated(one());
            all = new Part(all.row + next.row, all.certain && next.certain);
        }
        return all;
    }

    private Part repeated(Part part) {
        Part all = part;
        while (at < text.length()) {
            int least;
            int most;
            char c = text.charAt(at);
            if (c == '?') {
                least = 0;
                most = 1;
                at++;
            } else if (c == '*' || c == '+') {
                least = c == '+' ? 1 : 0;
                most = Integer.MAX_VALUE;
                at++;
            } else if (c == '{' && text.substring(at).matches("(?s)\\{(\\d{1,6}|\\d{0,6},\\d{0,6})}.*")) {
                int end = text.indexOf('}', at);
                String[] range = text.substring(at + 1, end).split(",", -1);
                least = range[0].isEmpty() ? 0 : Integer.parseInt(range[0]);
                most = range.length == 1 ? least : range[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(range[1]);
                at = end + 1;
            } else {
                return all;
            }
            // reluctant and possessive ones go back no more often
            if (at < text.length() && (text.charAt(at) == '?' || text.charAt(at) == '+')) {
                at++;
            }
            if (most > 1 && !all.certain) {
                throw refused("a repetition of what itself repeats or chooses", text);
            }
            boolean fixed = least == most;
            all = new Part(all.row + (!fixed && most > SHORT ? 1 : 0), all.certain && fixed);
        }
        return all;
    }

    private Part one() {
        char c = text.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> set();
            case '\\' -> escape();
            case '*', '+', '?' -> throw refused("a repetition of nothing", text);
            default -> Part.ONE;
        };
    }

    private Part group() {
        if (text.startsWith("?#", at)) {
            throw refused("a comment", text);
        }
        if (text.startsWith("?", at)) {
            at++;
            if (!text.substring(at).matches("(?s)([:=!>]|<[=!]|<[A-Za-z]\\w{0,60}>|[imsx-]{1,6}[:)]).*")) {
                throw refused("an unknown kind of group", text);
            }
            if (text.charAt(at) == '<' && text.charAt(at + 1) != '=' && text.charAt(at + 1) != '!') {
                at = text.indexOf('>', at) + 1;
            } else if (text.charAt(at) == '<') {
                at += 2;
            } else {
                while (":=!>)".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                if (text.charAt(at) == ')') {
                    // options to the end of the group
                    at++;
                    return Part.ONE;
                }
                at++;
            }
        }
        Part inner = alternatives();
        if (at >= text.length()) {
            throw refused("an unmatched bracket", text);
        }
        at++;
        return inner;
    }

    private Part set() {
        int depth = 1;
        boolean first = true;
        while (depth > 0) {
            if (at >= text.length()) {
                throw refused("an unmatched bracket", text);
            }
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
                first = false;
            } else if (c == '[') {
                depth++;
                first = true;
            } else if (c == ']' && !first) {
                depth--;
            } else {
                first = first && c == '^';
            }
        }
        return Part.ONE;
    }

    private Part escape() {
        if (at >= text.length()) {
            throw refused("an unfinished escape", text);
        }
        char c = text.charAt(at++);
        if ((c >= '1' && c <= '9') || c == 'k' || c == 'g') {
            throw refused("a reference back", text);
        }
        if (at < text.length() && text.charAt(at) == '{' && "pPxu".indexOf(c) >= 0) {
            int end = text.indexOf('}', at);
            at = end < 0 ? text.length() : end + 1;
        }
        return Part.ONE;
    }

    private static IllegalArgumentException refused(String what, String expression) {
        String shown = expression.length() > 60 ? expression.substring(0, 60) + "…" : expression;
        return new IllegalArgumentException(
                "its expression " + shown + " has " + what + ", with which a text could stop the whole program");
    }
}
