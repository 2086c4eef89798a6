package sulcus.decompose.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Layers whose networks follow a few common courses: network k of every layer does what course k says, plus noise. */
public record PlantedNetworks(List<LayerMembers> layers, int components) {

    public static PlantedNetworks of(int layers, int neurons, int components, int tokens, long seed) {
        Random random = new Random(seed);
        float[] common = new float[components * tokens];
        for (int i = 0; i < common.length; i++) {
            common[i] = (float) random.nextGaussian();
        }
        List<LayerMembers> planted = new ArrayList<>();
        for (int l = 0; l < layers; l++) {
            float[] maps = new float[components * neurons];
            for (int i = 0; i < maps.length; i++) {
                maps[i] = (float) random.nextGaussian();
            }
            for (int j = 0; j < neurons; j += 3) {
                maps[random.nextInt(components) * neurons + j] = (float) (3.5 + 4 * random.nextDouble());
            }
            float[] courses = new float[components * tokens];
            for (int i = 0; i < courses.length; i++) {
                courses[i] = common[i] + 0.5f * (float) random.nextGaussian();
            }
            planted.add(LayerMembers.of(maps, components, neurons, neurons, courses, tokens));
        }
        return new PlantedNetworks(planted, components);
    }
}
