package ai.miniai.examples;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.training.BatchTransformCB;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.data.transform.Normalize;
import ai.miniai.learner.Learner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import ai.miniai.viz.Plots;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes pictures of clothes from noise. An image x at time t is cos(πt/2) · x + sin(πt/2) · noise:
 * the image itself at 0, and only noise at 1. A network learns to tell the noise. Sources: Ho, Jain
 * and Abbeel, Denoising Diffusion Probabilistic Models, 2020; with the cosine schedule of Nichol
 * and Dhariwal, Improved Denoising Diffusion Probabilistic Models, 2021.
 */
public final class Diffusion {
  private static final double END = 0.999; // at 1, nothing of the image is left

  private Diffusion() {}

  /** Images become: images with noise, and the times, as inputs; and the noise as the target. */
  private static Batch noisy(Batch batch) {
    Tensor images = batch.x();
    Tensor times = Tensor.rand(images.size(0)).times(END);
    Tensor angles = times.times(Math.PI / 2).reshape(-1, 1, 1, 1);
    Tensor noise = Tensor.randn(images.shape());
    Tensor mixed = images.times(angles.cos()).plus(noise.times(angles.sin()));
    return new Batch(List.of(mixed, times, noise));
  }

  /** Trains {@code network}. The loss of one that always predicts 0 is 1. */
  static MetricsCB train(Module network, Dataset train, Dataset valid, int batchSize, int epochs) {
    var scale = new Normalize(0.5, 0.5); // from 0 … 1 to −1 … 1
    var dls =
        new DataLoaders(
            DataLoader.of(train, batchSize).shuffle(true).transform(scale),
            DataLoader.of(valid, batchSize).transform(scale));
    var metrics = new MetricsCB();
    var noise = new BatchTransformCB(Diffusion::noisy);
    new Learner(network, dls, Losses::mse, 4e-3, new TrainCB(2), noise, metrics)
        .optimizer(AdamW::new)
        .fit(epochs, new BatchSchedCB(new OneCycle(4e-3, epochs * dls.train().size())));
    return metrics;
  }

  /** {@code count} new images [count, 1, 28, 28], values from 0 to 1, made in {@code steps}. */
  static Tensor sample(Module network, int count, int steps) {
    network.eval();
    Tensor x = Tensor.randn(count, 1, 28, 28);
    for (int step = steps; step > 0; step--) {
      Tensor noisy = x;
      double time = END * step / steps;
      double next = END * (step - 1) / steps;
      try (var memory = MemoryScope.open()) {
        x = Autograd.noGrad(() -> earlier(network, noisy, time, next).detach());
      }
    }
    return x.times(0.5).plus(0.5).clamp(0.0, 1.0);
  }

  /** A step to {@code next}: the noise is removed, and less noise, part of it fresh, is added. */
  private static Tensor earlier(Module network, Tensor x, double time, double next) {
    double angle = Math.PI / 2 * time;
    double less = Math.PI / 2 * next;
    Tensor told = network.call(x, Tensor.full(time, x.size(0)));
    Tensor image = x.minus(told.times(Math.sin(angle))).div(Math.cos(angle)).clamp(-1.0, 1.0);
    Tensor noise = x.minus(image.times(Math.cos(angle))).div(Math.sin(angle)); // after the clamping
    double ratio = Math.cos(angle) / Math.cos(less);
    double fresh = Math.sin(less) / Math.sin(angle) * Math.sqrt(1 - ratio * ratio);
    double same = Math.sqrt(Math.pow(Math.sin(less), 2) - fresh * fresh);
    Tensor renewed = noise.times(same).plus(Tensor.randn(x.shape()).times(fresh));
    return image.times(Math.cos(less)).plus(renewed);
  }

  public static void main(String... arguments) {
    Seed.set(1);
    var data = FashionMnist.load();
    var network = new DiffusionUNet(16);
    train(network, data.train(), data.valid().subset(0, 2000), 128, 2);
    Tensor images = sample(network, 16, 200);
    Plots.showImages(new Batch(List.of(images))).save(Path.of("out", "diffusion.png"));
  }
}
