package ai.miniai.setup;

/**
 * The loss function.
 *
 * @param name its name, such as "CrossEntropyLoss"; empty if it has none
 * @param form what it computes
 * @param summed whether it is a sum over the items of the batch, not a mean
 */
public record LossInfo(String name, LossForm form, boolean summed) {}
