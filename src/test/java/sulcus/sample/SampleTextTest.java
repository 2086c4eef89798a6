package sulcus.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleTextTest {
    private static List<SampleDocument> some(Kind kind) {
        Random random = new Random(11);
        return java.util.stream.Stream.generate(() -> SampleText.document(kind, random))
                .limit(200)
                .toList();
    }

    private static List<String> lines(Kind kind) {
        return some(kind).stream().flatMap(d -> d.text().lines()).toList();
    }

    @Test
    void sameSeedGivesTheSameDocuments() {
        assertThat(SampleText.collection(5, 42, List.of())).isEqualTo(SampleText.collection(5, 42, List.of()));
        assertThat(SampleText.collection(5, 42, List.of())).isNotEqualTo(SampleText.collection(5, 43, List.of()));
    }

    @Test
    void collectionsHoldEveryKindEquallyAndNothingTwice() {
        List<SampleDocument> first = SampleText.collection(30, 1, List.of());
        // the same seed would give the same documents, were they not excluded
        List<SampleDocument> second = SampleText.collection(30, 1, first);
        Set<String> texts = new HashSet<>();
        first.forEach(d -> texts.add(d.text()));
        second.forEach(d -> texts.add(d.text()));
        assertThat(texts).hasSize(2 * 30 * Kind.values().length);
        for (Kind kind : Kind.values()) {
            assertThat(first.stream().filter(d -> d.kind() == kind)).hasSize(30);
        }
    }

    @ParameterizedTest
    @EnumSource
    void documentsAreLongEnoughForCalibrationAndEndInTheirAnswer(Kind kind) {
        for (SampleDocument document : some(kind)) {
            assertThat(document.text().strip().length()).isBetween(201, 600);
            assertThat(document.completion()).isNotBlank();
            assertThat(document.text()).startsWith(document.prompt() + document.completion());
        }
    }

    @Test
    void arithmeticIsTrue() {
        Pattern pattern = Pattern.compile("(\\d+)([+-])(\\d+)=(\\d+)");
        for (String line : lines(Kind.ARITHMETIC)) {
            Matcher m = pattern.matcher(line);
            assertThat(m.matches()).as(line).isTrue();
            int a = Integer.parseInt(m.group(1));
            int b = Integer.parseInt(m.group(3));
            assertThat(m.group(2).equals("+") ? a + b : a - b).as(line).isEqualTo(Integer.parseInt(m.group(4)));
        }
    }

    @Test
    void bracketsAreBalanced() {
        for (String line : lines(Kind.BRACKETS)) {
            Deque<Character> open = new ArrayDeque<>();
            for (char c : line.replace("~", "").toCharArray()) {
                int type = ")]}>".indexOf(c);
                if (type < 0) {
                    open.push(c);
                } else {
                    assertThat(open.pop()).as(line).isEqualTo("([{<".charAt(type));
                }
            }
            assertThat(open).as(line).isEmpty();
            assertThat(line).matches("[^~]+~[)\\]}>]+");
        }
    }

    @Test
    void datesAreRightWithTheirWeekdays() {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
        for (String line : lines(Kind.DATES)) {
            String[] dates = line.substring(0, line.length() - 1).split(" is followed by ");
            // parsing refuses a weekday that does not fit
            LocalDate day = LocalDate.parse(dates[0], format);
            assertThat(LocalDate.parse(dates[1], format)).as(line).isEqualTo(day.plusDays(1));
        }
    }

    @Test
    void listsAreSorted() {
        for (String line : lines(Kind.LISTS)) {
            String[] parts = line.substring("Buy ".length(), line.length() - 1).split("; in order: ");
            List<String> sorted = Arrays.stream(parts[0].split(", ")).sorted().toList();
            assertThat(List.of(parts[1].split(", "))).as(line).isEqualTo(sorted);
        }
    }

    @Test
    void programsPrintWhatTheySay() {
        Pattern loop = Pattern.compile("def \\w\\(\\)\n    repeat (\\d) print (\\w+)\n>>((?: \\w+)+)\n");
        for (SampleDocument document : some(Kind.PROGRAMS)) {
            Matcher m = loop.matcher(document.text());
            int behind = 0;
            while (m.find()) {
                assertThat(m.start()).isEqualTo(behind);
                assertThat(m.group(3)).isEqualTo((" " + m.group(2)).repeat(Integer.parseInt(m.group(1))));
                behind = m.end();
            }
            assertThat(behind).isEqualTo(document.text().length());
        }
    }

    @Test
    void questionsHaveOneAnswer() {
        java.util.Map<String, String> answers = new java.util.HashMap<>();
        Matcher m = Pattern.compile("Question: (.*)\nAnswer: (.*)\\.\n")
                .matcher(String.join(
                        "",
                        some(Kind.QUESTIONS).stream().map(SampleDocument::text).toList()));
        int count = 0;
        while (m.find()) {
            count++;
            assertThat(answers.merge(m.group(1), m.group(2), (a, b) -> a))
                    .as(m.group(1))
                    .isEqualTo(m.group(2));
        }
        assertThat(count).isGreaterThan(500);
    }

    @Test
    void storiesNameHeroAndHelperAgain() {
        for (SampleDocument story : some(Kind.STORIES)) {
            assertThat(story.answers()).hasSize(5);
            for (SampleDocument.Span answer : story.answers()) {
                String words = story.text().substring(answer.from(), answer.to());
                assertThat(story.text().substring(0, answer.from())).contains(words);
            }
            assertThat(story.completion()).matches(" the \\w+ \\w+");
        }
    }
}
