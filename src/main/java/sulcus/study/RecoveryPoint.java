package sulcus.study;

/**
 * A point of the curve of a training: a line of {@code recovery.jsonl}.
 *
 * @param step steps behind; 0 before the first
 * @param tokens of training text seen, repetitions included
 * @param trainingLoss mean over the steps since the point before, nats a token; null at step 0
 * @param validationLoss nats a token
 * @param learningRate of the last step
 */
public record RecoveryPoint(int step, long tokens, Double trainingLoss, double validationLoss, double learningRate) {}
