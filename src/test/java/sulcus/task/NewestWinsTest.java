package sulcus.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewestWinsTest {
    private final ByHand timer = new ByHand();
    private final ByHand background = new ByHand();
    private final ByHand window = new ByHand();
    private final List<String> worked = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    private final NewestWins.Listener<String, String> listener = new NewestWins.Listener<>() {
        @Override
        public void started(String question) {
            heard.add(question + "…");
        }

        @Override
        public void answered(String question, String answer) {
            heard.add(question + "=" + answer);
        }

        @Override
        public void failed(String question, Throwable failure) {
            heard.add(question + "!" + failure.getMessage());
        }
    };

    private NewestWins<String, String> of(NewestWins.Work<String, String> work) {
        return new NewestWins<>(work, 250, timer, background, window, listener);
    }

    private final NewestWins<String, String> upper = of((question, progress) -> {
        worked.add(question);
        progress.check();
        return question.toUpperCase(java.util.Locale.ROOT);
    });

    @Test
    void answersOnceTheHandRests() {
        upper.ask("a");
        assertThat(background.size()).as("nothing before the rest").isZero();
        timer.all();
        background.all();
        assertThat(upper.isOpen()).isTrue();
        window.all();
        assertThat(heard).containsExactly("a…", "a=A");
        assertThat(upper.isOpen()).isFalse();
    }

    @Test
    void aMovingHandAsksOnlyOnce() {
        for (String q : List.of("a", "b", "c")) {
            upper.ask(q);
        }
        timer.all();
        background.all();
        window.all();
        assertThat(worked).containsExactly("c");
        assertThat(heard).containsExactly("c…", "c=C");
    }

    @Test
    void anAnswerThatWaitsToBePublishedIsDroppedWhenANewerQuestionComes() {
        upper.ask("a");
        timer.all();
        background.all();
        upper.ask("b");
        window.all();
        assertThat(heard).isEmpty();
        timer.all();
        background.all();
        window.all();
        assertThat(heard).containsExactly("b…", "b=B");
    }

    @Test
    void workThatIsUnderWayIsCancelledAndTheNewOneWaitsForItsEnd() {
        List<String> began = new ArrayList<>();
        @SuppressWarnings("unchecked")
        NewestWins<String, String>[] self = new NewestWins[1];
        self[0] = of((question, progress) -> {
            began.add(question);
            if (question.equals("a")) {
                self[0].ask("b");
                timer.all();
                assertThat(background.size()).as("one at a time").isZero();
                progress.report("window 2", 0.5);
                began.add("unreached");
            }
            return question;
        });
        self[0].ask("a");
        timer.all();
        background.all();
        window.all();
        assertThat(began).containsExactly("a", "b");
        assertThat(heard).containsExactly("b…", "b=b");
    }

    @Test
    void workThatIgnoresItsCancellationIsNotPublished() {
        @SuppressWarnings("unchecked")
        NewestWins<String, String>[] self = new NewestWins[1];
        self[0] = of((question, progress) -> {
            if (question.equals("a")) {
                self[0].ask("b");
            }
            return question;
        });
        self[0].ask("a");
        timer.all();
        background.all();
        timer.all();
        background.all();
        window.all();
        assertThat(heard).containsExactly("b…", "b=b");
    }

    @Test
    void failuresAreToldButNotThoseOfStaleWork() {
        NewestWins<String, String> failing = of((question, progress) -> {
            throw new Refusal("no " + question);
        });
        failing.ask("a");
        timer.all();
        background.all();
        failing.ask("b");
        timer.all();
        background.all();
        window.all();
        assertThat(heard).containsExactly("b…", "b!no b");
        assertThat(failing.isOpen()).isFalse();
    }

    @Test
    void withdrawnQuestionsAreForgotten() {
        upper.ask("a");
        upper.withdraw();
        timer.all();
        assertThat(background.size()).isZero();
        upper.ask("b");
        timer.all();
        background.all();
        upper.withdraw();
        window.all();
        assertThat(heard).isEmpty();
        assertThat(upper.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inEveryOrderOfEventsOnlyTheNewestIsPublished(long seed) {
        Random random = new Random(seed);
        int[] newest = new int[1];
        for (int step = 0; step < 2000; step++) {
            ByHand lane = List.of(timer, background, window).get(random.nextInt(3));
            if (random.nextInt(4) == 0) {
                upper.ask("q" + ++newest[0]);
            } else if (lane.size() > 0) {
                int before = heard.size();
                lane.one();
                for (String news : heard.subList(before, heard.size())) {
                    assertThat(news).matches("q" + newest[0] + "(…|=Q" + newest[0] + ")");
                }
            }
        }
        timer.all();
        background.all();
        window.all();
        assertThat(heard).endsWith("q" + newest[0] + "=Q" + newest[0]);
    }

    @Test
    void withRealThreadsAnswersNeverGoBackAndTheLastComes() throws InterruptedException {
        int questions = 2000;
        CountDownLatch last = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
        try (Lanes lanes = new Lanes();
                ExecutorService many = Executors.newFixedThreadPool(4)) {
            NewestWins<Integer, Integer> newest = new NewestWins<>(
                    (question, progress) -> {
                        assertThat(atOnce.incrementAndGet()).isEqualTo(1);
                        try {
                            for (int i = 0; i < 50; i++) {
                                progress.check();
                            }
                            return question;
                        } finally {
                            atOnce.decrementAndGet();
                        }
                    },
                    0,
                    lanes.timer(),
                    many,
                    Runnable::run,
                    new NewestWins.Listener<>() {
                        @Override
                        public void answered(Integer question, Integer answer) {
                            answers.add(answer);
                            if (answer == questions) {
                                last.countDown();
                            }
                        }

                        @Override
                        public void failed(Integer question, Throwable failure) {
                            answers.add(-1);
                        }
                    });
            for (int q = 1; q <= questions; q++) {
                newest.ask(q);
                if (q % 7 == 0) {
                    Thread.yield();
                }
            }
            assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(answers).isSorted().doesNotContain(-1).endsWith(questions);
    }
}
