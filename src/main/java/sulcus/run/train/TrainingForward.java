package sulcus.run.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import java.util.List;

/**
 * The forward of a LLaMA model over a batch of windows, made of operations that gradients pass through. The parameters are
 * one flat vector, so that there is one gradient.
 */
final class TrainingForward {
    private final Shape shape;

    TrainingForward(Shape shape) {
        this.shape = shape;
    }

    /**
     * @param flat all parameters ({@link Shape#parts()})
     * @param windows B rows of T ids each
     * @return (B·T) × vocabulary
     */
    NDArray logits(NDArray flat, int[][] windows) {
        NDManager manager = flat.getManager();
        int batch = windows.length;
        int length = windows[0].length;
        NDList weights = parts(flat);
        NDArray ids = manager.create(flatten(windows)).toType(DataType.INT64, false);
        NDArray[] turns = turns(manager, length);
        NDArray mask = mask(manager, length);
        NDArray stream =
                Embedding.embedding(ids, weights.get(0), SparseFormat.DENSE).singletonOrThrow();
        int next = 1;
        for (int l = 0; l < shape.layers(); l++, next += 9) {
            stream = stream.add(
                    attention(norm(stream, weights.get(next)), weights, next + 1, batch, length, turns, mask));
            NDArray x = norm(stream, weights.get(next + 5));
            NDArray gate = linear(x, weights.get(next + 6));
            NDArray product = gate.mul(Activation.sigmoid(gate)).mul(linear(x, weights.get(next + 7)));
            stream = stream.add(linear(product, weights.get(next + 8)));
        }
        return linear(norm(stream, weights.get(next)), weights.get(0));
    }

    private NDList parts(NDArray flat) {
        List<Shape.Part> parts = shape.parts();
        long[] borders = parts.stream().skip(1).mapToLong(Shape.Part::offset).toArray();
        NDList pieces = flat.split(borders, 0);
        NDList shaped = new NDList();
        for (int i = 0; i < parts.size(); i++) {
            int[] extents = parts.get(i).shape();
            shaped.add(extents.length == 1 ? pieces.get(i) : pieces.get(i).reshape(extents[0], extents[1]));
        }
        return shaped;
    }

    private NDArray norm(NDArray x, NDArray factor) {
        NDArray deviation =
                x.square().mean(new int[] {1}, true).add(shape.epsilon()).sqrt();
        return x.div(deviation).mul(factor);
    }

    private static NDArray linear(NDArray x, NDArray weight) {
        return Linear.linear(x, weight).singletonOrThrow();
    }

    /** Query heads that share a key are rows of one product, so keys and values are never repeated. */
    private NDArray attention(
            NDArray x, NDList weights, int first, int batch, int length, NDArray[] turns, NDArray mask) {
        int head = shape.headSize();
        int shared = shape.attentionHeads() / shape.keyValueHeads();
        int pairs = batch * shape.keyValueHeads();
        NDArray query = linear(x, weights.get(first)).reshape(batch, length, shape.attentionHeads(), head);
        NDArray key = linear(x, weights.get(first + 1)).reshape(batch, length, shape.keyValueHeads(), head);
        NDArray value = linear(x, weights.get(first + 2)).reshape(batch, length, shape.keyValueHeads(), head);
        // a tensor that lives on: the backward pass reads it, and of mul(number) nothing would be left by then
        NDArray scale = x.getManager().create((float) (1 / Math.sqrt(head)));
        query = turn(query, turns)
                .mul(scale)
                .reshape(batch, length, shape.keyValueHeads(), shared, head)
                .transpose(0, 2, 3, 1, 4)
                .reshape(pairs, shared * (long) length, head);
        key = turn(key, turns).transpose(0, 2, 3, 1).reshape(pairs, head, length);
        value = value.transpose(0, 2, 1, 3).reshape(pairs, length, head);
        NDArray weightsOfTokens = query.matMul(key).add(mask).softmax(2);
        NDArray mixed = weightsOfTokens
                .matMul(value)
                .reshape(batch, shape.keyValueHeads(), shared, length, head)
                .transpose(0, 3, 1, 2, 4)
                .reshape(batch * (long) length, shape.hiddenSize());
        return linear(mixed, weights.get(first + 3));
    }

    private static NDArray turn(NDArray x, NDArray[] turns) {
        NDList halves = x.split(2, 3);
        NDArray a = halves.get(0);
        NDArray b = halves.get(1);
        return a.mul(turns[0]).sub(b.mul(turns[1])).concat(b.mul(turns[0]).add(a.mul(turns[1])), 3);
    }

    /** Cosines and sines, each 1 × T × 1 × headSize/2. */
    private NDArray[] turns(NDManager manager, int length) {
        int half = shape.headSize() / 2;
        float[] cosine = new float[length * half];
        float[] sine = new float[length * half];
        for (int t = 0; t < length; t++) {
            for (int i = 0; i < half; i++) {
                double angle = t * Math.pow(shape.theta(), -(double) i / half);
                cosine[t * half + i] = (float) Math.cos(angle);
                sine[t * half + i] = (float) Math.sin(angle);
            }
        }
        ai.djl.ndarray.types.Shape extents = new ai.djl.ndarray.types.Shape(1, length, 1, half);
        return new NDArray[] {manager.create(cosine, extents), manager.create(sine, extents)};
    }

    /** 0 for the token itself and those before it, else very negative; (shared·T) × T. */
    private NDArray mask(NDManager manager, int length) {
        int shared = shape.attentionHeads() / shape.keyValueHeads();
        float[] mask = new float[shared * length * length];
        for (int row = 0; row < shared * length; row++) {
            for (int seen = row % length + 1; seen < length; seen++) {
                mask[row * length + seen] = -1e9f;
            }
        }
        return manager.create(mask, new ai.djl.ndarray.types.Shape(shared * (long) length, length));
    }

    static int[] flatten(int[][] rows) {
        int[] flat = new int[rows.length * rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, flat, r * rows[0].length, rows[0].length);
        }
        return flat;
    }
}
