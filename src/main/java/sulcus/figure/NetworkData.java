package sulcus.figure;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import sulcus.decompose.layout.SliceLayout;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkProfile;
import sulcus.study.Study;
import sulcus.study.lab.Stability;

/**
 * What the page of one network shows.
 *
 * @param title such as "network 12.7 · dates"
 * @param layer its number
 * @param slice the layer's slice with its z
 * @param profile all that is known of it
 * @param keyNeurons |z| above which a neuron is one
 * @param active standard deviations above which the network counts as active at a token
 * @param unstable networks of the study that other starts do not find again
 */
public record NetworkData(
        String title,
        int layer,
        MosaicData slice,
        NetworkProfile profile,
        float keyNeurons,
        float active,
        Set<NetworkId> unstable) {
    /** Tokens at which a time course lies two standard deviations out are called active. */
    public static final float ACTIVE = 2;

    /** In colours that fit the network itself. */
    public static NetworkData of(Study study, NetworkProfile profile, SliceLayout layout, float keyNeurons) {
        return of(study, profile, layout, keyNeurons, ColourScale.of(new float[][] {profile.z()}, "z"));
    }

    /** In colours that it may share with other maps. */
    public static NetworkData of(
            Study study, NetworkProfile profile, SliceLayout layout, float keyNeurons, ColourScale scale) {
        int layer = profile.id().layer();
        String label = study.document()
                .networks()
                .getOrDefault(profile.id().toString(), sulcus.study.StudyDocument.NetworkNote.NONE)
                .label();
        return new NetworkData(
                "Network " + Stability.named(study, profile.id(), study.rules())
                        + (label.isEmpty() ? "" : " · " + label) + stability(study, profile.id()),
                layer,
                SlicePainter.of(layout, layer, profile.z(), study.anatomy()[layer], keyNeurons, scale),
                profile,
                keyNeurons,
                ACTIVE,
                Stability.unstable(study, study.rules()));
    }

    /** What is known of a network's stability, in words; empty for a study of one start. */
    private static String stability(Study study, NetworkId id) {
        float[] indices = study.stability(id.layer(), id.group());
        if (indices == null) {
            return "";
        }
        String iq = String.format(Locale.ROOT, " · Iq %.2f", indices[id.network()]);
        return indices[id.network()] >= Stability.bound(study.rules()) ? iq : iq + ", unstable";
    }

    /** Key neurons, strongest first: number and z. */
    public List<Neuron> neurons(int most) {
        float[] z = profile.z();
        return java.util.stream.IntStream.range(0, z.length)
                .filter(j -> Math.abs(z[j]) > keyNeurons)
                .boxed()
                .sorted(java.util.Comparator.comparingDouble((Integer j) -> -Math.abs(z[j]))
                        .thenComparing(j -> j))
                .limit(most)
                .map(j -> new Neuron(j, z[j]))
                .toList();
    }

    /** A key neuron. */
    public record Neuron(int number, float z) {}
}
