package ai.miniai.callback.preds;

import ai.miniai.tensor.Tensor;
import java.util.Optional;

/**
 * The predictions of a model for a data set, in the loader's order.
 *
 * @param preds [items, ...]
 * @param targets [items, ...]
 * @param inputs [items, ...], if they were kept
 */
public record Predictions(Tensor preds, Tensor targets, Optional<Tensor> inputs) {}
