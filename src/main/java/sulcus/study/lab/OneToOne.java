package sulcus.study.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Partners by how alike they are: the most alike pair first, then the most alike of those that are left, and so on. */
final class OneToOne {
    private record Pair(int a, int b, double like) {}

    private OneToOne() {}

    /**
     * @param like [a][b]
     * @return [a]: its partner; −1 where none is left
     */
    static int[] of(double[][] like) {
        List<Pair> pairs = new ArrayList<>();
        int most = 0;
        for (int a = 0; a < like.length; a++) {
            most = Math.max(most, like[a].length);
            for (int b = 0; b < like[a].length; b++) {
                pairs.add(new Pair(a, b, like[a][b]));
            }
        }
        pairs.sort((x, y) -> Double.compare(y.like, x.like));
        int[] partner = new int[like.length];
        Arrays.fill(partner, -1);
        boolean[] taken = new boolean[most];
        for (Pair pair : pairs) {
            if (partner[pair.a] < 0 && !taken[pair.b]) {
                partner[pair.a] = pair.b;
                taken[pair.b] = true;
            }
        }
        return partner;
    }
}
