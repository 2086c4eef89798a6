package sulcus.lab;

import java.nio.file.Path;
import java.util.*;
import sulcus.decompose.Settings;
import sulcus.evaluate.Perplexity;
import sulcus.model.*;
import sulcus.prune.*;
import sulcus.prune.score.*;
import sulcus.run.*;
import sulcus.study.CalibrationTokens;
import sulcus.task.Progress;
import sulcus.text.*;

/** texts score ratio comp feedback windows evalText */
public final class Lab {
    static final Path MODEL = Path.of("/work/shared/models/SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
    static final Path VALID = Path.of("/work/shared/text/wikitext-2/valid.txt");
    static final Path TEST = Path.of("/work/shared/text/wikitext-2/test.txt");

    static List<List<int[]>> calibration(Model m, int texts, int chunk) {
        if (chunk > 0) {
            // contiguous windows of the whole text
            try (Tokenizer t = Tokenizer.open(MODEL)) {
                int[] all = t.encode(Corpus.read(VALID, null).whole());
                List<List<int[]>> groups = new ArrayList<>();
                int budget = Math.min(all.length, texts);
                List<int[]> g = new ArrayList<>();
                for (int i = 0; i + chunk <= budget; i += chunk) {
                    g.add(Arrays.copyOfRange(all, i, i + chunk));
                    if (g.size() * chunk >= 6144) {
                        groups.add(g);
                        g = new ArrayList<>();
                    }
                }
                if (!g.isEmpty()) groups.add(g);
                return groups;
            }
        }
        Settings s = new Settings(
                128, Math.max(1, (texts + 39) / 40), 40, 200, 1024, sulcus.decompose.Signals.ACTIVATION_UP, 1, 0);
        return CalibrationTokens.of(m, VALID, null, s);
    }

    public static void main(String[] a) throws Exception {
        Map<String, String> o = new HashMap<>();
        for (String s : a) {
            int i = s.indexOf('=');
            o.put(s.substring(0, i), s.substring(i + 1));
        }
        int texts = Integer.parseInt(o.getOrDefault("texts", "40"));
        int chunk = Integer.parseInt(o.getOrDefault("chunk", "0"));
        int scoreTexts = Integer.parseInt(o.getOrDefault("scoreTexts", "" + texts));
        String[] scores = o.getOrDefault("scores", "wanda").split(",");
        String[] ratios = o.getOrDefault("ratios", "0.3").split(",");
        String[] comps = o.getOrDefault("comps", "none").split(",");
        int windows = Integer.parseInt(o.getOrDefault("windows", "10"));
        Path eval = o.getOrDefault("eval", "test").equals("test") ? TEST : VALID;
        long skip = Long.parseLong(o.getOrDefault("skip", "0"));
        try (Model m = Model.open(MODEL)) {
            int[] tokens;
            try (Tokenizer t = Tokenizer.open(MODEL)) {
                tokens = t.encode(Corpus.read(eval, null).whole());
            }
            int[] ev = skip >= 0
                    ? Arrays.copyOfRange(tokens, (int) skip, tokens.length)
                    : Arrays.copyOfRange(tokens, tokens.length + (int) skip, tokens.length);
            List<List<int[]>> cal = calibration(m, texts, chunk);
            List<List<int[]>> scal = calibration(m, scoreTexts, chunk);
            System.out.printf(
                    "calibration %d tokens%n",
                    cal.stream().flatMap(List::stream).mapToInt(t -> t.length).sum());
            List<Score> list = new ArrayList<>();
            for (String s : scores) list.add(Scores.parse(s));
            long t0 = System.nanoTime();
            Map<Score, float[][]> found = new ScoreNeurons(m, list, null, 0, Device.CPU).run(scal, Progress.NONE);
            System.out.printf("scores %.1f s%n", (System.nanoTime() - t0) * 1e-9);
            Footprint f = Footprint.of(m);
            for (Score s : list)
                for (String r : ratios)
                    for (String c : comps) {
                        String[] p = c.split("@");
                        Compensation comp = Compensation.parse(p[0]);
                        double fb = p.length > 1 ? Double.parseDouble(p[1]) : 0;
                        float[][] shared = s.allocation().apply(found.get(s));
                        Rules rules = Rules.defaults(30).withTarget(new Target.Neurons(Double.parseDouble(r)));
                        Plan plan = new Planner(shared, f, null).plan(rules);
                        long t1 = System.nanoTime();
                        Pruning pr = Pruner.compensate(
                                m,
                                plan,
                                new Compensating(fb > 0 ? Compensation.FEEDBACK : comp, fb, o.containsKey("dense")),
                                cal,
                                Device.CPU,
                                Progress.NONE);
                        double fit = (System.nanoTime() - t1) * 1e-9;
                        try (Model masked = pr.masked(m);
                                Runner run = Runner.open(masked, Device.CPU)) {
                            Perplexity x =
                                    Perplexity.measure(run, Gates.OPEN, ev, 1024, windows * 1024L, Progress.NONE);
                            System.out.printf(
                                    Locale.ROOT,
                                    "%s %s %s texts=%d ppl %.4f fit %.0f s, %.0f tok/s%n",
                                    s.label(),
                                    r,
                                    c,
                                    texts,
                                    x.perplexity(),
                                    fit,
                                    x.tokensPerSecond());
                        }
                    }
        }
        System.exit(0);
    }
}
