package sulcus.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * WikiText as lm-evaluation-harness takes it: pages, with the marks of its tokenization undone before a model sees them. Words and
 * bytes are counted on the pages as they were ({@code lm_eval/tasks/wikitext/preprocess_wikitext.py}).
 */
public final class WikiText {
    private static final Pattern APOSTROPHE = Pattern.compile("/' [0-9]/");

    private WikiText() {}

    /**
     * Pages of a WikiText file, split where the harness's data set has its pages: at a line of a title ({@code = Title =}; those
     * of sections have more signs). White space in front of the first title is left out.
     */
    public static List<String> pages(String file) {
        List<String> pages = new ArrayList<>();
        int from = 0;
        int line = 0;
        while (line < file.length()) {
            int end = file.indexOf('\n', line);
            int next = end < 0 ? file.length() : end + 1;
            if (isTitle(file.substring(line, end < 0 ? next : end)) && line > from) {
                // the line feed before a title belongs to neither page
                add(pages, file.substring(from, line - 1));
                from = line;
            }
            line = next;
        }
        add(pages, file.substring(from));
        return List.copyOf(pages);
    }

    private static void add(List<String> pages, String page) {
        if (!Corpus.strip(page).isEmpty()) {
            pages.add(page);
        }
    }

    private static boolean isTitle(String line) {
        String joined = Corpus.strip(line.replace("= = =", "===").replace("= =", "=="));
        return joined.startsWith("= ") && joined.endsWith(" =");
    }

    /** {@code wikitext_detokenizer}, with all its peculiarities. */
    public static String detokenize(String page) {
        String text = page.replace("s '", "s'");
        // meant was a space between apostrophe and digit; what it does is this
        text = APOSTROPHE.matcher(text).replaceAll("/'[0-9]/");
        text = text.replace(" @-@ ", "-").replace(" @,@ ", ",").replace(" @.@ ", ".");
        for (String mark : new String[] {":", ";", ".", "!", "?", ","}) {
            text = text.replace(" " + mark + " ", mark + " ");
        }
        text = tighten(text, '(', ')');
        text = tighten(text, '[', ']');
        text = tighten(text, '{', '}');
        text = tighten(text, '"', '"');
        text = tighten(text, '\'', '\'');
        text = text.replace("= = = =", "====").replace("= = =", "===").replace("= =", "==");
        text = text.replace(" \u00b0 ", "\u00b0").replace(" \n", "\n").replace("\n ", "\n");
        return text.replace(" N ", " 1 ").replace(" 's", "'s");
    }

    /** Takes away the white space inside each pair, from an opening sign to the first closing one behind it. */
    private static String tighten(String text, char opening, char closing) {
        StringBuilder tight = new StringBuilder(text.length());
        int at = 0;
        int open = text.indexOf(opening);
        while (open >= 0) {
            int close = text.indexOf(closing, open + 1);
            if (close < 0) {
                break;
            }
            tight.append(text, at, open + 1);
            tight.append(Corpus.strip(text.substring(open + 1, close))).append(closing);
            at = close + 1;
            open = text.indexOf(opening, at);
        }
        return tight.append(text, at, text.length()).toString();
    }
}
