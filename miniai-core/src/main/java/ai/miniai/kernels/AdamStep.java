package ai.miniai.kernels;

/**
 * The numbers of one step of Adam.
 *
 * @param beta1 the decay rate of the mean of gradients
 * @param beta2 the decay rate of the mean of their squares
 * @param rate the learning rate, divided by 1 − beta1ᵗ
 * @param root √(1 − beta2ᵗ)
 * @param eps added to the square root
 */
public record AdamStep(double beta1, double beta2, double rate, double root, double eps) {}
