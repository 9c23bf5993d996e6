package ai.miniai.callback;

import ai.miniai.tensor.Tensor;

/**
 * What a model says about a data set, in the loader's order.
 *
 * @param preds [items, ...]
 * @param targets [items, ...]
 */
public record Predictions(Tensor preds, Tensor targets) {}
