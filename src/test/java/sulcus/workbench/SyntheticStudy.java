package sulcus.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import sulcus.decompose.layout.LayerMembers;
import sulcus.decompose.layout.SliceLayout;
import sulcus.prune.Compensation;
import sulcus.prune.Footprint;
import sulcus.prune.NetworkId;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Score;
import sulcus.text.TextFiles;
import sulcus.workbench.study.ModelCard;
import sulcus.workbench.study.Ranking;
import sulcus.workbench.study.Subject;
import sulcus.workbench.study.TextCard;

/** A small study made from seeded numbers: a plain MLP, so that M = n. */
public final class SyntheticStudy {
    public static final int LAYERS = 6;
    public static final int NEURONS = 200;
    public static final int NETWORKS = 5;

    private SyntheticStudy() {}

    /** Layer 0 is protected; the threshold is 2. */
    public static Subject subject() {
        return ofSeveralStarts(null);
    }

    /** @param stability Iq of each layer's networks; null for one start */
    public static Subject ofSeveralStarts(float[] stability) {
        Random random = new Random(1);
        float[][][] maps = new float[LAYERS][NETWORKS][NEURONS];
        float[][] scores = new float[LAYERS][NEURONS];
        float[][] anatomy = new float[LAYERS][NEURONS];
        List<LayerMembers> members = new ArrayList<>();
        for (int l = 0; l < LAYERS; l++) {
            int[] network = new int[NEURONS];
            for (int k = 0; k < NETWORKS; k++) {
                for (int j = 0; j < NEURONS; j++) {
                    double heavy = j % NETWORKS == k ? 3 : 1;
                    maps[l][k][j] = (float) (random.nextGaussian() * heavy);
                    if (Math.abs(maps[l][k][j]) > scores[l][j]) {
                        scores[l][j] = Math.abs(maps[l][k][j]);
                        network[j] = k;
                    }
                }
            }
            for (int j = 0; j < NEURONS; j++) {
                anatomy[l][j] = random.nextFloat();
            }
            float[] courses = new float[NETWORKS * 8];
            for (int i = 0; i < courses.length; i++) {
                courses[i] = random.nextFloat();
            }
            members.add(new LayerMembers(NETWORKS, network, scores[l], 8, courses));
        }
        int[] neurons = new int[LAYERS];
        int[] perNeuron = new int[LAYERS];
        Arrays.fill(neurons, NEURONS);
        Arrays.fill(perNeuron, 2 * 16);
        Footprint footprint = new Footprint(neurons, perNeuron, new int[LAYERS], 100_000, 2);
        Rules rules = new Rules(new Target.Threshold(2), java.util.Map.of(), java.util.Map.of(), Set.of(0), 8, 1);
        return new Subject(
                "synthetic",
                new ModelCard(
                        "tiny",
                        Path.of("tiny"),
                        "gpt2",
                        LAYERS,
                        16,
                        NEURONS,
                        NEURONS,
                        100_000,
                        200_000,
                        "F16",
                        "huggingface"),
                new TextCard("text.txt", TextFiles.of(Path.of("text.txt")), 1000, 4, 80),
                List.of(new Subject.Fact("networks", NETWORKS + " a layer")),
                SliceLayout.arrange(members).layout(),
                scores,
                anatomy,
                footprint,
                new Maps(maps, stability),
                rules,
                Compensation.NONE,
                null);
    }

    /** Seeded scores of another method. */
    public static Ranking rival(Subject subject, Score method) {
        Random random = new Random(2);
        float[][] scores = new float[LAYERS][NEURONS];
        for (float[] layer : scores) {
            for (int j = 0; j < layer.length; j++) {
                layer[j] = (float) Math.abs(random.nextGaussian());
            }
        }
        Planner planner = new Planner(method.allocation().apply(scores), subject.footprint(), null);
        return Ranking.rival(method, scores, planner, subject.rules());
    }

    private record Maps(float[][][] maps, float[] iq) implements Subject.Networks {
        @Override
        public int components(int layer, int group) {
            return NETWORKS;
        }

        @Override
        public float[] map(NetworkId id) {
            return maps[id.layer()][id.network()];
        }

        @Override
        public float[] variance(int layer, int group) {
            return new float[] {0.3f, 0.2f, 0.1f, 0.05f, 0.02f};
        }

        @Override
        public float[] stability(int layer, int group) {
            return iq;
        }

        @Override
        public Subject.Belonging belonging(int layer) {
            int[] network = new int[NEURONS];
            float[] z = new float[NEURONS];
            for (int k = 0; k < NETWORKS; k++) {
                for (int j = 0; j < NEURONS; j++) {
                    if (Math.abs(maps[layer][k][j]) > Math.abs(z[j])) {
                        z[j] = maps[layer][k][j];
                        network[j] = k;
                    }
                }
            }
            return new Subject.Belonging(new int[NEURONS], network, new float[][] {z});
        }

        @Override
        public List<String> signals() {
            return List.of("activation");
        }
    }
}
