package ai.miniai.setup;

/**
 * The optimizer, with the settings of its first group of parameters at the start.
 *
 * @param name its name, such as "SGD"
 * @param lr the learning rate
 * @param momentum the momentum, for Adam beta1; 0 for none
 * @param weightDecay the weight decay; 0 for none
 */
public record OptimizerInfo(String name, double lr, double momentum, double weightDecay) {}
