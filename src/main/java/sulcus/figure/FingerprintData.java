package sulcus.figure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sulcus.prune.NetworkId;
import sulcus.study.lab.Fingerprint;
import sulcus.study.lab.Fingerprint.Fate;
import sulcus.study.lab.Fingerprint.Match;
import sulcus.task.Refusal;

/**
 * Which networks of a model another one has.
 *
 * @param title over all
 * @param carried whether each network is set against itself
 * @param threshold ρ from which a network survived
 * @param where what the matrix shows: a layer, or all
 * @param layer the matrix's; −1 for all
 * @param ours rows of the matrix
 * @param theirs its columns: those that match the rows first, in the rows' order, so that matches stand on the diagonal
 * @param rho [ours][theirs]
 * @param fates of the rows
 * @param layers numbers of the layers
 * @param counts [layer][fate]: networks
 * @param pair the courses of one network and its partner; null for none
 */
public record FingerprintData(
        String title,
        boolean carried,
        double threshold,
        String where,
        int layer,
        List<String> ours,
        List<String> theirs,
        float[][] rho,
        List<Fate> fates,
        int[] layers,
        int[][] counts,
        Pair pair) {

    /**
     * A network's time course over its partner's.
     *
     * @param network the row's name
     * @param words what the two are
     * @param ours [token]
     * @param theirs [token]; empty where nothing is left; turned over where ρ of a match is below 0
     */
    public record Pair(String network, String words, float[] ours, float[] theirs) {
        static Pair of(Match m, boolean carried) {
            boolean over = !carried && m.rho() < 0;
            float[] theirs =
                    m.partnerCourse() == null ? new float[0] : m.partnerCourse().clone();
            for (int t = 0; over && t < theirs.length; t++) {
                theirs[t] = -theirs[t];
            }
            String words = String.format(
                    Locale.ROOT,
                    "%s and %s%s · ρ = %.2f, %s · mean signed z of key neurons, first %d tokens",
                    m.network(),
                    carried ? "what is left of it" : m.partner() == null ? "none" : m.partner(),
                    over ? " (turned over)" : "",
                    m.rho(),
                    m.fate().name().toLowerCase(Locale.ROOT),
                    m.course().length);
            return new Pair(m.network(), words, m.course(), theirs);
        }
    }

    /**
     * @param layer whose matrix is shown; null for that of the network, or without one the first with the most networks that did
     *     not survive
     * @param network whose courses are shown below; null for none
     * @throws Refusal if there is none of that layer
     */
    public static FingerprintData of(Fingerprint f, Integer layer, NetworkId network) {
        Map<Integer, int[]> counts = new TreeMap<>();
        Map<String, Match> matches = new HashMap<>();
        for (Match m : f.matches()) {
            matches.put(m.network(), m);
            counts.computeIfAbsent(NetworkId.parse(m.network()).layer(), l -> new int[Fate.values().length])[
                    m.fate().ordinal()]++;
        }
        Match chosen = network == null ? null : matches.get(network.toString());
        Integer wanted = layer == null && chosen != null ? (Integer) network.layer() : layer;
        Fingerprint.Matrix shown = matrix(f, wanted, counts);
        List<Integer> order = order(shown, matches);
        float[][] rho = new float[shown.ours().size()][order.size()];
        for (int i = 0; i < rho.length; i++) {
            for (int j = 0; j < rho[i].length; j++) {
                rho[i][j] = shown.rho()[i][order.get(j)];
            }
        }
        String title = String.format(
                Locale.ROOT,
                "%s and %s · %d of %d networks survived, %d changed, %d gone",
                f.study(),
                f.model(),
                f.count(Fate.SURVIVED),
                f.matches().size(),
                f.count(Fate.CHANGED),
                f.count(Fate.GONE));
        return new FingerprintData(
                title,
                f.carried(),
                f.threshold(),
                shown.layer() < 0 ? "all layers" : "layer " + shown.layer(),
                shown.layer(),
                shown.ours(),
                order.stream().map(shown.theirs()::get).toList(),
                rho,
                shown.ours().stream()
                        .map(row -> matches.containsKey(row) ? matches.get(row).fate() : Fate.GONE)
                        .toList(),
                counts.keySet().stream().mapToInt(l -> l).toArray(),
                counts.values().toArray(int[][]::new),
                chosen == null || chosen.course() == null ? null : Pair.of(chosen, f.carried()));
    }

    private static Fingerprint.Matrix matrix(Fingerprint f, Integer layer, Map<Integer, int[]> counts) {
        if (layer == null || f.matrices().size() == 1) {
            Fingerprint.Matrix most = f.matrices().getFirst();
            int lost = -1;
            for (Fingerprint.Matrix m : f.matrices()) {
                int[] own = counts.getOrDefault(m.layer(), new int[Fate.values().length]);
                int notThere = own[Fate.CHANGED.ordinal()] + own[Fate.GONE.ordinal()];
                if (!m.ours().isEmpty() && notThere > lost) {
                    lost = notThere;
                    most = m;
                }
            }
            return most;
        }
        return f.matrices().stream()
                .filter(m -> m.layer() == layer)
                .findFirst()
                .orElseThrow(() -> new Refusal("figure fingerprint: nothing was measured of layer " + layer));
    }

    private static List<Integer> order(Fingerprint.Matrix shown, Map<String, Match> matches) {
        List<Integer> order = new ArrayList<>();
        for (String network : shown.ours()) {
            Match m = matches.get(network);
            int partner = m == null || m.partner() == null ? -1 : shown.theirs().indexOf(m.partner());
            if (partner >= 0 && !order.contains(partner)) {
                order.add(partner);
            }
        }
        for (int j = 0; j < shown.theirs().size(); j++) {
            if (!order.contains(j)) {
                order.add(j);
            }
        }
        return order;
    }
}
