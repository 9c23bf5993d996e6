package ai.miniai.examples;

import static ai.miniai.loss.Losses.binaryCrossEntropyWithLogits;

import ai.miniai.nn.LeakyReLU;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.tensor.Tensor;

/**
 * The generator and the discriminator of {@link Gan} as one model, so that one learner trains them.
 * Its output is that of the generator: random numbers [batch, 8] to points [batch, 2].
 */
final class GanNetworks extends Module {
  private static final int LATENT = 8;

  private final Module generator = child("generator", layers(LATENT, 2));
  private final Module discriminator = child("discriminator", layers(2, 1));

  private static Module layers(int in, int out) {
    return new Sequential(
        new Linear(in, 64),
        new LeakyReLU(0.2),
        new Linear(64, 64),
        new LeakyReLU(0.2),
        new Linear(64, out));
  }

  @Override
  protected Tensor forward(Tensor noise) {
    return generator.call(noise);
  }

  /** New points [count, 2]. */
  Tensor generate(long count) {
    return call(Tensor.randn(count, LATENT));
  }

  /** How badly the discriminator takes points [batch, 2] for real, or for generated ones. */
  Tensor loss(Tensor points, boolean real) {
    Tensor logits = discriminator.call(points);
    return binaryCrossEntropyWithLogits(logits, Tensor.full(real ? 1 : 0, logits.shape()));
  }
}
