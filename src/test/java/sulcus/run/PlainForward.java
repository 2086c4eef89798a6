package sulcus.run;

import java.util.LinkedHashMap;
import java.util.Map;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/**
 * A llama's forward in loops and doubles, written from the formulas alone and not from {@link LayerScript}: what the tests
 * compare with. Names of the results as in {@link Runner#capture}.
 */
final class PlainForward {
    private final Description d;
    private final Weights w;
    private final Map<String, double[][]> taps = new LinkedHashMap<>();

    private PlainForward(Model model) {
        d = model.description();
        w = model.weights();
    }

    /** @param factor per layer and neuron, null for none */
    static Map<String, double[][]> run(Model model, int[] ids, float[][] factor) {
        PlainForward forward = new PlainForward(model);
        forward.all(ids, factor);
        return forward.taps;
    }

    private void all(int[] ids, float[][] factor) {
        double[][] x = new double[ids.length][];
        float[] table = w.read(WeightId.weight(Slot.EMBEDDING));
        for (int t = 0; t < ids.length; t++) {
            x[t] = new double[d.hiddenSize()];
            for (int i = 0; i < d.hiddenSize(); i++) {
                x[t][i] = table[ids[t] * d.hiddenSize() + i] * d.embedding().scale();
            }
        }
        for (int l = 0; l < d.layers(); l++) {
            x = add(x, linear(heads(norm(x, Slot.ATTENTION_NORM, l), l), Slot.ATTENTION_OUTPUT, l));
            x = add(x, mlp(norm(x, Slot.MLP_NORM, l), l, factor == null ? null : factor[l]));
        }
        double[][] logits = linear(norm(x, Slot.FINAL_NORM, -1), d.tiedEmbeddings() ? Slot.EMBEDDING : Slot.OUTPUT, -1);
        for (double[] row : logits) {
            for (int i = 0; i < row.length && d.embedding().logitSoftcap() > 0; i++) {
                row[i] = Math.tanh(row[i] / d.embedding().logitSoftcap())
                        * d.embedding().logitSoftcap();
            }
        }
        taps.put("logits", logits);
    }

    private double[][] mlp(double[][] x, int l, float[] factor) {
        double[][] activation = linear(x, Slot.GATE, l);
        double[][] up = linear(x, Slot.UP, l);
        double[][] product = new double[x.length][d.neurons()[l]];
        double[][] gated = new double[x.length][d.neurons()[l]];
        for (int t = 0; t < x.length; t++) {
            for (int j = 0; j < d.neurons()[l]; j++) {
                activation[t][j] /= 1 + Math.exp(-activation[t][j]);
                product[t][j] = activation[t][j] * up[t][j];
                gated[t][j] = product[t][j] * (factor == null ? 1 : factor[j]);
            }
        }
        taps.put("layer." + l + ".mlp_activation", activation);
        taps.put("layer." + l + ".mlp_up", up);
        taps.put("layer." + l + ".mlp_down_input", product);
        return linear(gated, Slot.DOWN, l);
    }

    private double[][] heads(double[][] x, int l) {
        double[][] q = linear(x, Slot.QUERY, l);
        double[][] k = linear(x, Slot.KEY, l);
        double[][] v = linear(x, Slot.VALUE, l);
        int size = d.headSize();
        int group = d.groupSize();
        double[][] out = new double[x.length][d.attentionHeads(l) * size];
        for (int t = 0; t < x.length; t++) {
            turn(q[t], d.attentionHeads(l), t);
            turn(k[t], d.keyValueHeads()[l], t);
        }
        for (int t = 0; t < x.length; t++) {
            int from = d.window()[l] == 0 ? 0 : Math.max(0, t + 1 - d.window()[l]);
            for (int h = 0; h < d.attentionHeads(l); h++) {
                double[] p = new double[t + 1];
                double sum = 0;
                for (int s = from; s <= t; s++) {
                    double score = 0;
                    for (int i = 0; i < size; i++) {
                        score += q[t][h * size + i] * k[s][h / group * size + i];
                    }
                    score *= d.attention().scale();
                    double cap = d.attention().softcap();
                    p[s] = Math.exp(cap > 0 ? cap * Math.tanh(score / cap) : score);
                    sum += p[s];
                }
                for (int s = from; s <= t; s++) {
                    for (int i = 0; i < size; i++) {
                        out[t][h * size + i] += p[s] / sum * v[s][h / group * size + i];
                    }
                }
            }
        }
        taps.put("layer." + l + ".attention_output_input", out);
        return out;
    }

    private void turn(double[] row, int heads, int position) {
        Description.Position.Rotary rotary = (Description.Position.Rotary) d.position();
        int half = rotary.dimensions() / 2;
        for (int h = 0; h < heads; h++) {
            for (int i = 0; i < half; i++) {
                double angle = position * rotary.inverseFrequencies()[i];
                int a = h * d.headSize() + i;
                double first = row[a];
                double second = row[a + half];
                row[a] = rotary.magnitude() * (first * Math.cos(angle) - second * Math.sin(angle));
                row[a + half] = rotary.magnitude() * (second * Math.cos(angle) + first * Math.sin(angle));
            }
        }
    }

    private double[][] norm(double[][] x, Slot slot, int l) {
        float[] scale = w.read(new WeightId(slot, l, false));
        double[][] y = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double sum = 0;
            for (double value : x[t]) {
                sum += value * value;
            }
            double factor = 1 / Math.sqrt(sum / x[t].length + d.norm().epsilon());
            y[t] = new double[x[t].length];
            for (int i = 0; i < y[t].length; i++) {
                y[t][i] = x[t][i] * factor * (scale[i] + (d.norm().unitOffset() ? 1 : 0));
            }
        }
        return y;
    }

    private double[][] linear(double[][] x, Slot slot, int l) {
        WeightId id = new WeightId(slot, l, false);
        WeightId biasId = new WeightId(slot, l, true);
        float[] matrix = w.read(id);
        float[] bias = w.has(biasId) ? w.read(biasId) : new float[w.rows(id)];
        int columns = w.columns(id);
        double[][] y = new double[x.length][w.rows(id)];
        for (int t = 0; t < x.length; t++) {
            for (int r = 0; r < y[t].length; r++) {
                double sum = bias[r];
                for (int c = 0; c < columns; c++) {
                    sum += (double) matrix[r * columns + c] * x[t][c];
                }
                y[t][r] = sum;
            }
        }
        return y;
    }

    private static double[][] add(double[][] a, double[][] b) {
        double[][] sum = new double[a.length][a[0].length];
        for (int t = 0; t < a.length; t++) {
            for (int i = 0; i < a[t].length; i++) {
                sum[t][i] = a[t][i] + b[t][i];
            }
        }
        return sum;
    }
}
