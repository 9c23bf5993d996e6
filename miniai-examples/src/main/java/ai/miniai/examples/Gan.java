package ai.miniai.examples;

import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.learner.Learner;
import ai.miniai.loss.Losses;
import ai.miniai.optim.Adam;
import ai.miniai.optim.CompositeOptimizer;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A generator and a discriminator with an optimizer each, in one learner: points on a ring. Source:
 * Goodfellow et al., Generative Adversarial Nets, 2014.
 */
public final class Gan {
  private Gan() {}

  /** In each step, the discriminator learns first, then the generator from it. */
  static final class GanCB extends TrainCB {
    private GanNetworks networks() {
      return (GanNetworks) model();
    }

    @Override
    public void predict() {
      learn().preds(networks().generate(batch().size()));
    }

    /** The discriminator's loss. Without {@code detach}, the generator would learn from it too. */
    @Override
    public void getLoss() {
      Tensor onFakes = networks().loss(learn().preds().detach(), false);
      learn().loss(networks().loss(batch().x(), true).plus(onFakes));
    }

    @Override
    public void step() {
      opt().part("discriminator").step();
      opt().zeroGrad();
      networks().loss(learn().preds(), true).backward();
      opt().part("generator").step();
    }
  }

  private static Optimizer optimizer(Map<String, Tensor> parameters, double lr) {
    return new CompositeOptimizer(
        Map.of(
            "generator", adam(ParameterGroup.under(parameters, "generator"), lr),
            "discriminator", adam(ParameterGroup.under(parameters, "discriminator"), lr)));
  }

  /** Less momentum than usual: each network's loss changes as the other one learns. */
  private static Adam adam(Map<String, Tensor> parameters, double lr) {
    return new Adam(List.of(new ParameterGroup(parameters, lr)), 0.5, 0.999, 1e-8);
  }

  /** Trains on batches of 128 points. There is nothing to validate: neither loss falls to 0. */
  static GanNetworks train(Dataset points, int epochs) {
    Seed.set(1);
    double lr = 2e-3;
    var networks = new GanNetworks();
    DataLoader loader = DataLoader.of(points, 128).shuffle(true);
    new Learner(
            networks,
            new DataLoaders(loader, loader),
            Losses::binaryCrossEntropyWithLogits,
            lr,
            new GanCB())
        .optimizer(Gan::optimizer)
        .fit(epochs, true, false, List.of(), lr);
    return networks;
  }

  public static void main(String... arguments) {
    GanNetworks networks = train(RingOfPoints.make(4096, 1), 50);
    Tensor truth = DataLoader.of(RingOfPoints.make(1000, 2), 1000).iterator().next().x();
    Tensor made = Autograd.noGrad(() -> networks.generate(1000));
    System.out.println("energy distance: " + RingOfPoints.distance(made, truth));
    Tensor radius = made.norm(2, 1);
    System.out.println("radius: " + radius.mean().item() + " ± " + radius.std().item());
  }
}
