package sulcus.study;

import java.nio.file.Path;
import java.util.List;

/**
 * What a decomposition yielded.
 *
 * @param study its folder
 * @param layers of the model
 * @param groups of texts
 * @param components K
 * @param tokens of all groups
 * @param seconds what it took, layers that were there from before included
 * @param peakBytes see {@link PeakMemory}
 * @param perLayer one entry for each layer and group
 * @param resumed how many layers were there from an interrupted decomposition
 */
public record Decomposed(
        Path study,
        int layers,
        int groups,
        int components,
        long tokens,
        StudyDocument.Seconds seconds,
        long peakBytes,
        List<StudyDocument.LayerRecord> perLayer,
        int resumed) {}
